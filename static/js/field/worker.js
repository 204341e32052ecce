/* The service worker: static files from the cache, kept pages when the network is away.

   Pages are never in the browser's cache: they are decrypted from the device's store for whoever
   was here last, and only while they are younger than seven days. */

import { keptPage } from "./keep.js";
import { deliver } from "./sync.js";
import { noted } from "./vault.js";

const CACHE = "ducha-static-";
const GENERATIONS = 3; // kept pages may still ask for the files of an earlier version
const PATIENCE = 6_000;
const HASHED = /\.[0-9a-f]{12}\.\w+$/;

async function generations() {
  const names = (await caches.keys()).filter((name) => name.startsWith(CACHE));
  const made = (name) => Number(name.split("-")[2]);
  return names.sort((one, other) => made(other) - made(one));
}

async function cached(request) {
  for (const name of await generations()) {
    const found = await (await caches.open(name)).match(request, { ignoreVary: true });
    if (found) return found;
  }
  return null;
}

/* A file with its fingerprint in the name never changes; any other is asked for first. */
async function staticFile(request, version) {
  const kept = HASHED.test(new URL(request.url).pathname) ? await cached(request) : null;
  if (kept) return kept;
  try {
    const response = await fetch(request);
    if (response.ok) await keep(request, response.clone(), version);
    return response;
  } catch (error) {
    const found = await cached(request);
    if (found) return found;
    throw error;
  }
}

async function keep(request, response, version) {
  const [newest] = (await generations()).filter((name) => name.endsWith(`-${version}`));
  if (newest) await (await caches.open(newest)).put(request, response);
}

async function copyOf(request) {
  const user = await noted("user");
  const kept = user ? await keptPage(user, new URL(request.url).pathname) : null;
  if (!kept) return null;
  const { body, headers } = kept.value;
  const marked = body.replace("<html ", `<html data-kept-at="${kept.at}" `);
  return new Response(marked, { headers: headers.filter(([name]) => !["content-encoding", "content-length"].includes(name)) });
}

async function pageOf(request, away) {
  const fetched = fetch(request).catch(() => null);
  const isRead = request.method === "GET";
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE, null); });
  const soon = await (isRead ? Promise.race([fetched, late]) : fetched);
  if (soon && soon.status < 500) return soon;
  const copy = isRead ? await copyOf(request).catch(() => null) : null;
  return copy ?? (await fetched) ?? (await cached(new Request(away))) ?? Response.error();
}

/* Begin; `version` names this edition of the files, `assets` are those a form needs. */
export function start({ version, assets, prefix, away }) {
  self.addEventListener("install", (event) => {
    const name = `${CACHE}${Date.now()}-${version}`;
    event.waitUntil(caches.open(name).then((cache) => cache.addAll([...assets, away])));
  });

  self.addEventListener("activate", (event) => {
    event.waitUntil((async () => {
      for (const name of (await generations()).slice(GENERATIONS)) await caches.delete(name);
      await self.clients.claim();
    })());
  });

  self.addEventListener("fetch", (event) => {
    const { request } = event;
    const url = new URL(request.url);
    if (url.origin !== self.location.origin) return;
    if (request.mode === "navigate") event.respondWith(pageOf(request, away));
    else if (request.method === "GET" && url.pathname.startsWith(prefix)) event.respondWith(staticFile(request, version));
  });

  self.addEventListener("message", (event) => {
    if (event.data === "take-over") self.skipWaiting();
  });

  self.addEventListener("sync", (event) => {
    if (event.tag === "field-sync") event.waitUntil(noted("user").then((user) => user && deliver(user)));
  });
}
