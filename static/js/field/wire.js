/* Talking to the server: every outcome has a name, none is an exception.

   {kind: "ok" | "refused" | "login" | "gone" | "away", status, data}. "away" is no network, a time-out
   or a server in trouble: try again later. "login" keeps everything until somebody logs in. */

const PATIENCE = 20_000;
const PHOTO_PATIENCE = 120_000;
const HELLO = "/inspections/field/hello/";
const LOGIN_PATH = "/accounts/login/";
let token = "";

const cookie = () => /(?:^|; )csrftoken=([^;]+)/.exec(globalThis.document?.cookie ?? "")?.[1] ?? "";

async function send(url, options, patience) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patience);
  try {
    return await fetch(url, { credentials: "same-origin", redirect: "manual", cache: "no-store", ...options, signal: stop.signal });
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

async function read(response) {
  if (!response) return { kind: "away", status: 0, data: {} };
  const { status } = response;
  if (response.type === "opaqueredirect" || status === 401) return { kind: "login", status, data: {} };
  let data = null;
  if ((response.headers.get("Content-Type") ?? "").includes("json")) {
    try { data = await response.json(); } catch { return { kind: "away", status, data: {} }; }
  }
  if (status >= 500 || status === 429 || status === 408) return { kind: "away", status, data: data ?? {} };
  if (response.ok) return data ? { kind: "ok", status, data } : { kind: "away", status, data: {} }; // no answer of ours
  return { kind: status === 404 || status === 403 ? "gone" : "refused", status, data: data ?? {} };
}

/* Ask who is logged in: the answer holds user and token. */
export async function hello() {
  const answer = await read(await send(HELLO, { headers: { Accept: "application/json" } }, PATIENCE));
  if (answer.kind === "ok") token = answer.data.token;
  return answer;
}

export const get = async (url) => read(await send(url, { headers: { Accept: "application/json" } }, PATIENCE));

/* The text of a page and its headers; null unless it is there and whole. */
export async function page(url) {
  const response = await send(url, { headers: { "X-Field-Copy": "1" } }, PATIENCE);
  if (!response?.ok || response.type === "opaqueredirect") return null;
  try {
    return { body: await response.text(), headers: [...response.headers] };
  } catch {
    return null;
  }
}

/* Post JSON, or a form with a file; an expired token is fetched anew once. */
export async function post(url, body, { again = true } = {}) {
  const isForm = body instanceof FormData;
  const headers = { Accept: "application/json", "X-CSRFToken": cookie() || token, "X-Requested-With": "fetch" };
  if (!isForm) headers["Content-Type"] = "application/json";
  const options = { method: "POST", headers, body: isForm ? body : JSON.stringify(body) };
  const response = await send(url, options, isForm ? PHOTO_PATIENCE : PATIENCE);
  if (response?.status === 403 && again) {
    const known = await hello();
    if (known.kind !== "ok") return known;
    return post(url, body, { again: false });
  }
  return read(response);
}

/* A page that was kept has an old token in its form. */
export function freshen(form) {
  const field = form.elements.namedItem("csrfmiddlewaretoken");
  if (field && cookie()) field.value = cookie();
}

export const loginUrl = () => `${LOGIN_PATH}?next=${encodeURIComponent("/inspections/field/")}`;
