"""Looking into what a browser keeps for the forms: IndexedDB, caches, plain storage."""

OPEN = """
const done = (request) => new Promise((ok, no) => {
  request.onsuccess = () => ok(request.result);
  request.onerror = () => no(request.error);
});
const db = await done(indexedDB.open('ducha-field'));
const rowsOf = (store) => done(db.transaction(store).objectStore(store).getAll());
"""
EVERYTHING = f"""async () => {{ {OPEN}
  const texts = [JSON.stringify(Object.entries(localStorage))];
  const isSealed = (value) => value instanceof ArrayBuffer;
  const read = (bytes) => new TextDecoder().decode(bytes);
  const text = (value) => isSealed(value) ? read(value) : JSON.stringify(value);
  for (const store of db.objectStoreNames) {{
    for (const row of await rowsOf(store)) texts.push(...Object.values(row).map(text));
  }}
  for (const name of await caches.keys()) {{
    for (const kept of await (await caches.open(name)).matchAll()) texts.push(await kept.text());
  }}
  db.close();
  return texts.join('\\n');
}}"""
HOW_MUCH = f"""async () => {{ {OPEN}
  const stores = ['keys', 'pages', 'forms', 'drafts', 'photos'];
  const rows = await Promise.all(stores.map(rowsOf));
  db.close();
  return rows.flat().length;
}}"""
GROW_OLD = f"""async (days) => {{ {OPEN}
  const rows = await rowsOf('pages');
  const change = db.transaction('pages', 'readwrite');
  const pages = change.objectStore('pages');
  for (const row of rows) pages.put({{ ...row, at: row.at - days * 86400000 }});
  await new Promise((ok) => {{ change.oncomplete = ok; }});
  db.close();
}}"""
# a database of the program's first version, opened by this one: [what was kept, what is new]
UPGRADE = """async () => {
  const head = document.querySelector('script[src*="field/head"]').src;
  const vault = await import(head.replace('head', 'vault'));
  const done = (request) => new Promise((ok) => { request.onsuccess = () => ok(request.result); });
  const before = await vault.open(1, 'ducha-earlier');
  const kept = before.transaction('drafts', 'readwrite').objectStore('drafts');
  await done(kept.put({ user: 1, id: 7, data: '旧' }));
  before.close();
  const now = await vault.open(undefined, 'ducha-earlier');
  const row = await done(now.transaction('drafts').objectStore('drafts').get([1, 7]));
  const isNew = [...now.objectStoreNames].includes('photos');
  now.close();
  return [row.data, isNew];
}"""
