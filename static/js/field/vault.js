/* What the device keeps: IndexedDB, every record encrypted with a key that cannot leave the browser.

   A record is {user, id, at, visit, count, iv, data[, bytes, bytesIv]}: in the clear stand only whose
   it is, numbers and times. AES-GCM binds a record to its place, so that none can be put in another's.
   Without WebCrypto (a page that is not https) or IndexedDB everything is held by the page alone. */

export const NAME = "ducha-field";
export const SECURE = Boolean(globalThis.crypto?.subtle && globalThis.indexedDB);

/* One step a version; a step only adds, so that drafts of an older version stay what they are. */
const STEPS = [
  (db) => {
    db.createObjectStore("keys", { keyPath: "user" });
    for (const name of ["pages", "forms", "drafts"]) db.createObjectStore(name, { keyPath: ["user", "id"] });
  },
  (db, transaction) => {
    const photos = db.createObjectStore("photos", { keyPath: ["user", "id"] });
    photos.createIndex("visit", ["user", "visit"]);
    transaction.objectStore("pages").createIndex("at", "at");
    db.createObjectStore("meta", { keyPath: "id" });
  },
];
const memory = new Map(); // "store|user|id" → record, where nothing can be kept
let opened = null;

const asked = (request) => new Promise((resolve, reject) => {
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});

const finished = (transaction) => new Promise((resolve, reject) => {
  transaction.oncomplete = resolve;
  transaction.onabort = transaction.onerror = () => reject(transaction.error);
});

/* Open the database at a version (the newest unless told), taking the steps that are missing. */
export function open(version = STEPS.length, name = NAME) {
  const request = indexedDB.open(name, version);
  request.onupgradeneeded = (event) => {
    for (const step of STEPS.slice(event.oldVersion, version)) step(request.result, request.transaction);
  };
  return asked(request);
}

async function database() {
  opened ??= open().then((db) => {
    db.onversionchange = () => { db.close(); opened = null; }; // a newer page waits for this one
    db.onclose = () => { opened = null; };
    return db;
  });
  try {
    return await opened;
  } catch (error) {
    opened = null;
    throw error;
  }
}

async function change(store, act) {
  const transaction = (await database()).transaction(store, "readwrite", { durability: "strict" });
  act(transaction.objectStore(store));
  await finished(transaction);
}

async function ask(store, act) {
  const transaction = (await database()).transaction(store, "readonly");
  return asked(act(transaction.objectStore(store)));
}

const recordOf = (store, key) => ask(store, (rows) => rows.get(key));

/* The user's key; made at the first need, unless only asked for. */
async function keyOf(user, make = true) {
  const kept = await recordOf("keys", user);
  if (kept || !make) return kept?.key;
  const key = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  const db = await database();
  const transaction = db.transaction("keys", "readwrite", { durability: "strict" });
  const rows = transaction.objectStore("keys");
  const earlier = rows.get(user); // another tab may have been first
  earlier.onsuccess = () => { if (!earlier.result) rows.put({ user, key }); };
  await finished(transaction);
  return earlier.result?.key ?? key;
}

const place = (store, user, id) => new TextEncoder().encode(`${store}:${user}:${id}`);

async function seal(key, bytes, additionalData) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return [iv, await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, bytes)];
}

const unseal = (key, iv, data, additionalData) =>
  crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData }, key, data);

/* Keep a value (JSON) and bytes, under a user's id. `clear` may hold visit, count and at. */
export async function put(store, user, id, value, { bytes = null, ...clear } = {}) {
  const record = { user, id, at: Date.now(), visit: 0, count: 0, ...clear };
  if (!SECURE) {
    memory.set(`${store}|${user}|${id}`, { ...record, value: structuredClone(value), raw: bytes });
    return;
  }
  const key = await keyOf(user);
  const where = place(store, user, id);
  [record.iv, record.data] = await seal(key, new TextEncoder().encode(JSON.stringify(value)), where);
  if (bytes) [record.bytesIv, record.bytes] = await seal(key, bytes, where);
  await change(store, (rows) => rows.put(record));
}

/* Give {value, bytes, at, visit, count} or null; a record whose key is gone cannot be read. */
export async function get(store, user, id) {
  if (!SECURE) {
    const held = memory.get(`${store}|${user}|${id}`);
    return held ? { ...held, value: structuredClone(held.value), bytes: held.raw } : null;
  }
  const [record, key] = await Promise.all([recordOf(store, [user, id]), keyOf(user, false)]);
  if (!record || !key) return null;
  const where = place(store, user, id);
  const { at, visit, count } = record;
  const text = new TextDecoder().decode(await unseal(key, record.iv, record.data, where));
  const bytes = record.bytes ? await unseal(key, record.bytesIv, record.bytes, where) : null;
  return { id, at, visit, count, value: JSON.parse(text), bytes };
}

const all = (user) => IDBKeyRange.bound([user], [user, []]);

/* What stands in the clear of a user's records: [{id, at, visit, count}], the oldest first. */
export async function list(store, user) {
  const mine = SECURE
    ? await ask(store, (rows) => rows.getAll(all(user)))
    : [...memory].filter(([where]) => where.startsWith(`${store}|${user}|`)).map(([, held]) => held);
  return mine.map(({ id, at, visit, count }) => ({ id, at, visit, count })).sort((a, b) => a.at - b.at);
}

/* The keys of an index, without reading what they stand for: [[key, [user, id]]]. */
async function keysOf(store, index, range = null) {
  const transaction = (await database()).transaction(store, "readonly");
  const found = [];
  const request = transaction.objectStore(store).index(index).openKeyCursor(range);
  request.onsuccess = () => {
    const cursor = request.result;
    if (!cursor) return;
    found.push([cursor.key, cursor.primaryKey]);
    cursor.continue();
  };
  await finished(transaction);
  return found;
}

/* Which photos there are: [{id, visit, count}]. */
export async function photoKeys(user) {
  if (!SECURE) return list("photos", user);
  return (await keysOf("photos", "visit", all(user))).map(([[, visit], [, id]]) => ({ id, visit, count: 1 }));
}

/* When each page was kept: [{user, id, at}], of everybody who used this device. */
export async function pageTimes() {
  if (!SECURE) return [];
  return (await keysOf("pages", "at")).map(([at, [user, id]]) => ({ user, id, at }));
}

export async function remove(store, user, id) {
  if (!SECURE) memory.delete(`${store}|${user}|${id}`);
  else await change(store, (rows) => rows.delete([user, id]));
}

/* Forget everything of a user, or all but his drafts and photos (and the key they need). */
export async function wipe(user, { drafts }) {
  const stores = drafts ? ["pages", "forms", "drafts", "photos"] : ["pages"];
  if (!SECURE) {
    for (const where of [...memory.keys()]) {
      if (stores.some((store) => where.startsWith(`${store}|${user}|`))) memory.delete(where);
    }
    return;
  }
  for (const store of stores) await change(store, (rows) => rows.delete(all(user)));
  if (drafts) await change("keys", (rows) => rows.delete(user));
}

/* A plain note about the device itself, never about people: who is logged in, when it was prepared. */
export async function note(id, value) {
  if (!SECURE) memory.set(`meta||${id}`, { value });
  else await change("meta", (rows) => rows.put({ id, value }));
}

export async function noted(id) {
  if (!SECURE) return memory.get(`meta||${id}`)?.value;
  return (await recordOf("meta", id))?.value;
}
