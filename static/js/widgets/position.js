/* Where one stands: asked of the device, with its accuracy in metres; by hand where it cannot say. */
"use strict";

(() => {
  const form = document.getElementById("part-form");
  if (!form) return;
  const WAIT = 20000;
  const GOOD = 50; // metres; a worse fix is taken and said to be rough
  const TOLD = {
    1: "没有定位权限。可在浏览器设置里允许定位后重试，也可手工填写；都不行的选“未查”并写明原因。",
    2: "暂时定不了位。请到室外开阔处重试，也可手工填写；都不行的选“未查”并写明原因。",
    3: "定位超时。请到室外开阔处重试，也可手工填写。",
  };

  function set_up(place) {
    const item = place.closest("[data-question]");
    const part = (name) => form.elements.namedItem(`${item.dataset.question}__${name}`);
    const button = place.querySelector("[data-locate]");
    const by_hand = place.querySelector("[data-position-by-hand]");
    const manual = place.querySelector("[data-position-manual]");
    if (button.dataset.ready) return;
    button.dataset.ready = "1";
    button.hidden = false;
    const typed = part("manual").value === "true" && part("lat").value !== "";
    manual.hidden = !typed;
    by_hand.hidden = typed;

    button.addEventListener("click", () => {
      if (!navigator.geolocation || !window.isSecureContext) return refused(2);
      tell("");
      busy(true);
      navigator.geolocation.getCurrentPosition(found, (error) => refused(error.code), {
        enableHighAccuracy: true, timeout: WAIT, maximumAge: 0,
      });
    });
    by_hand.addEventListener("click", () => { open(); part("lat").focus(); });
    manual.addEventListener("input", () => {
      part("manual").value = "true";
      part("accuracy").value = "";
      say();
    });

    function found({ coords }) {
      busy(false);
      part("lat").value = coords.latitude.toFixed(6);
      part("lon").value = coords.longitude.toFixed(6);
      part("accuracy").value = Math.round(coords.accuracy);
      part("manual").value = "false";
      manual.hidden = true;
      by_hand.hidden = false;
      tell(coords.accuracy > GOOD ? `精度较低（约${Math.round(coords.accuracy)}米），到开阔处可重新定位。` : "");
      say();
      part("lat").dispatchEvent(new Event("change", { bubbles: true }));
    }

    function refused(code) {
      busy(false);
      tell(TOLD[code] || TOLD[2]);
      open();
    }

    function open() {
      manual.hidden = false;
      by_hand.hidden = true;
    }

    function busy(is) {
      button.disabled = is;
      const again = part("lat").value !== "" || place.querySelector("[data-position-told]").textContent;
      place.querySelector("[data-locate-label]").textContent = is ? "正在定位…" : again ? "重新定位" : "获取位置";
    }

    function tell(text) {
      place.querySelector("[data-position-told]").textContent = text;
    }

    function say() {
      const [lat, lon, accuracy] = ["lat", "lon", "accuracy"].map((name) => part(name).value.trim());
      const said = lat && lon ? `北纬${lat} 东经${lon}` : "";
      const how = part("manual").value === "true" ? "手工填写" : accuracy ? `精度约${accuracy}米` : "";
      place.querySelector("[data-position-said]").textContent = said && how ? `${said}（${how}）` : said;
      place.querySelector("[data-locate-label]").textContent = said ? "重新定位" : "获取位置";
    }
    if (part("lat").value) say();
  }

  function all(root) {
    for (const place of root.querySelectorAll("[data-position]")) set_up(place);
  }
  all(form);
  form.addEventListener("row-added", (event) => all(event.detail.row));
})();
