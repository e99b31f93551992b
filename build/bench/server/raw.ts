import { createHmac } from 'node:crypto';
import { createInterface } from 'node:readline';
import Database from 'better-sqlite3';

/** The raw loop: read, HMAC, compare-and-set, audit row, one durable commit each. Nothing else. */
const db = new Database(process.argv[2] ?? '');
db.pragma('journal_mode = WAL');
db.pragma('synchronous = FULL');
if (db.pragma('synchronous', { simple: true }) !== 2) throw new Error('synchronous is not FULL');
db.exec(`
  CREATE TABLE credentials (id INTEGER PRIMARY KEY, serial TEXT UNIQUE, seed BLOB, counter INTEGER, failcount INTEGER);
  CREATE TABLE audit (position INTEGER PRIMARY KEY, at TEXT, actor TEXT, action TEXT, subject TEXT, detail TEXT,
    previous TEXT, hash TEXT);
`);
const seed = Buffer.from('12345678901234567890');
for (let number = 0; number < 1000; number += 1) {
  db.prepare('INSERT INTO credentials (serial, seed, counter, failcount) VALUES (?, ?, 0, 0)').run(`H${number}`, seed);
}
const find = db.prepare<[string], { id: number; seed: Buffer; counter: number }>(
  'SELECT id, seed, counter FROM credentials WHERE serial = ?',
);
const move = db.prepare('UPDATE credentials SET counter = ?, failcount = 0 WHERE id = ? AND counter = ?');
const audit = db.prepare(
  'INSERT INTO audit (at, actor, action, subject, detail, previous, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
);
const begin = db.prepare('BEGIN IMMEDIATE');
const commit = db.prepare('COMMIT');
const link = 'a'.repeat(64);
let turn = 0;

function checkOnce(): void {
  const serial = `H${turn % 1000}`;
  turn += 1;
  begin.run();
  const row = find.get(serial);
  if (row === undefined) throw new Error('no such credential');
  const moving = Buffer.alloc(8);
  moving.writeUInt32BE(row.counter, 4);
  const mac = createHmac('sha1', row.seed).update(moving).digest();
  const code = (mac.readUInt32BE((mac[19] ?? 0) & 15) & 0x7fffffff) % 1_000_000;
  if (code < 0 || move.run(row.counter + 1, row.id, row.counter).changes !== 1) throw new Error('not moved');
  audit.run(
    new Date().toISOString(),
    '127.0.0.1',
    'validate/accepted',
    serial,
    '{"message":"matching 1 tokens"}',
    link,
    link,
  );
  commit.run();
}

console.log(JSON.stringify({ ready: true }));
for await (const line of createInterface({ input: process.stdin })) {
  const { seconds } = JSON.parse(line) as { seconds: number };
  const from = performance.now();
  let done = 0;
  while (performance.now() - from < seconds * 1000) {
    checkOnce();
    done += 1;
  }
  console.log(JSON.stringify({ rate: (done * 1000) / (performance.now() - from) }));
}
