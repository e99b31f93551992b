const Database = require('better-sqlite3');
const HID = require('node-hid');
const usb = require('usb');
const argon2 = require('@node-rs/argon2');

/** Uses every native module the desk depends on, and says what each answered. */
exports.work = async (file) => {
  const binding = process.env.KEYDESK_SQLITE_BINDING;
  const old = Number(process.versions.napi) < 10;
  const database = new Database(file, old ? { nativeBinding: binding } : {});
  const journal = database.pragma('journal_mode = WAL', { simple: true });
  database.pragma('synchronous = FULL');
  database.exec('CREATE TABLE thing (id INTEGER PRIMARY KEY, name TEXT, bytes BLOB, size REAL) STRICT');
  const insert = database.prepare('INSERT INTO thing (name, bytes, size) VALUES (@name, @bytes, @size)');
  database.transaction(() => {
    for (let i = 0; i < 1000; i += 1) insert.run({ name: `thing ${i}`, bytes: Buffer.from([i & 255]), size: i / 2 });
  })();
  const row = database.prepare('SELECT * FROM thing WHERE id = ?').get(42);
  const count = database.prepare('SELECT count(*) FROM thing').pluck().get();
  const big = database.prepare('SELECT 9007199254740993 AS n').safeIntegers().get().n;
  let refused = '';
  try {
    database.prepare('INSERT INTO thing (id) VALUES (42)').run();
  } catch (error) {
    refused = error.code;
  }
  database.function('twice', (n) => n * 2);
  const twice = database.prepare('SELECT twice(21)').pluck().get();
  let thrown = '';
  database.function('fails', () => {
    throw 'a plain string';
  });
  try {
    database.prepare('SELECT fails()').get();
  } catch (error) {
    thrown = String(error);
  }
  const sqlite = database.prepare('SELECT sqlite_version()').pluck().get();
  for (let i = 0; i < 200; i += 1) database.prepare(`SELECT @a AS a${i}`).get({ a: i });
  const synchronous = database.pragma('synchronous', { simple: true });
  database.close();
  const hash = await argon2.hash('passphrase', { memoryCost: 8192, timeCost: 1, parallelism: 1 });
  return {
    versions: { electron: process.versions.electron, node: process.versions.node, napi: process.versions.napi, sqlite },
    journal,
    synchronous,
    row: { ...row, bytes: [...row.bytes] },
    count,
    big: String(big),
    refused,
    twice,
    thrown,
    hidDevices: HID.devices().length,
    usb: await usb.usb.getDevices().then(
      (devices) => `${devices.length} devices`,
      (error) => String(error.message),
    ),
    argon2: await argon2.verify(hash, 'passphrase'),
  };
};
