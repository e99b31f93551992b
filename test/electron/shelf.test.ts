import { afterEach, beforeEach, expect, test } from 'vitest';
import { closeVault, commit, openVault, type Vault } from '../../electron/vault/database.ts';
import {
  countHeld,
  countShelves,
  liesMoreThan,
  listShelf,
  modelsOnShelf,
  shelfFrom,
  shelfOf,
} from '../../electron/vault/shelf.ts';
import { putStock } from '../../electron/vault/stock.ts';
import { saveToken } from '../../electron/vault/tokens.ts';
import { newDirectory } from './desk-at-work.ts';

let vault: Vault;
beforeEach(async () => {
  vault = await openVault(newDirectory(), undefined);
  commit(vault, () => {
    vault.db.exec(`
      WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c WHERE n < 5000)
      INSERT INTO stock (serial, model, state, office)
        SELECT 20000000 + n, CASE WHEN n % 5 = 0 THEN 'Élan' ELSE 'YubiKey 5' END, 'in stock', CASE WHEN n % 3 = 0 THEN 'bern' ELSE 'oslo' END FROM c;
      INSERT INTO holders (realm, username, user_id, given_name, surname, email, office, folded, sort)
        VALUES ('office', 'ann', '1', '', '', '', 'Bern', '', ''), ('office', 'bob', '2', '', '', '', 'Oslo', '', '');
      -- Every tenth has somebody's credential, every fourth nobody's.
      INSERT INTO server_tokens (serial, token, type, active, revoked, owner_realm, owner_username)
        SELECT 'A' || serial, serial, 'hotp', 1, 0, 'office', CASE WHEN serial % 20 = 0 THEN 'ann' ELSE 'bob' END
        FROM stock WHERE serial % 10 = 0;
      INSERT INTO server_tokens (serial, token, type, active, revoked, owner_realm, owner_username)
        SELECT 'B' || serial, serial, 'hotp', 1, 0, '', '' FROM stock WHERE serial % 4 = 0`);
    // Issued here: one that the server knows as lying on a shelf, one that it does not know, one that it knows as issued.
    for (const serial of ['20000001', '10000007', '20000010']) {
      saveToken(vault, {
        ...{ serial: serial as never, model: 'YubiKey 5', firmware: '', transport: 'usb', practice: false, slot: 1 },
        ...{ state: 'issued', credential: '', updatedAt: '' },
        holder: { realm: 'office', username: 'bob', name: 'Bob' },
      });
    }
  });
});
afterEach(() => closeVault(vault));

const all = { query: '', office: undefined, state: undefined, seen: undefined };

test('lists every token once, in the order of serials, whatever the pages', async () => {
  const found: string[] = [];
  for (let after = ''; ; after = found.at(-1) ?? '') {
    const { rows, total } = await listShelf(vault, all, 700, after);
    expect(total).toBe(5001);
    found.push(...rows.map(({ serial }) => serial));
    if (rows.length < 700) break;
  }
  expect(found).toHaveLength(5001);
  expect(found).toEqual([...new Set(found)].sort());
  expect(found[0]).toBe('10000007');
});

test('finds by serial, model, office and state, and hides the shelves of other offices', async () => {
  const total = async (wish: object) => (await listShelf(vault, { ...all, ...wish }, 10, '')).total;
  expect(await total({ query: '20000123' })).toBe(1);
  expect(await total({ query: 'elan' })).toBe(1000);
  expect(await total({ state: 'issued' })).toBe(500 + 2);
  const bern = shelfOf(vault, 'bern').length;
  expect(await total({ office: 'bern' })).toBe(bern);
  expect(await total({ office: '' })).toBe(502);
  expect(await total({ seen: ['bern'] })).toBe(bern + 502);
  expect((await listShelf(vault, { ...all, query: '20000001' }, 10, '')).rows).toEqual([
    { serial: '20000001', model: 'YubiKey 5', state: 'issued', office: null, hasSeed: false },
  ]);
});

test('counts what lies where and who has something, each token once', async () => {
  const shelves = await countShelves(vault);
  const count = (office: string, state: string) =>
    shelves.filter((row) => row.office === office && row.state === state).reduce((sum, row) => sum + row.count, 0);
  expect(count('', 'issued')).toBe(502);
  expect(count('bern', 'in stock')).toBe(shelfOf(vault, 'bern').length);
  expect(shelves.reduce((sum, row) => sum + row.count, 0)).toBe(5001);
  const ready = shelves.filter(({ office, hasSeed }) => office === 'bern' && hasSeed === 1);
  expect(ready.reduce((sum, row) => sum + row.count, 0)).toBe(
    shelfOf(vault, 'bern').filter((one) => one.hasSeed).length,
  );
  const held = Object.fromEntries((await countHeld(vault)).map(({ office, count: tokens }) => [office, tokens]));
  // Bob has every other tenth, the two of here, and the third that the server knows of.
  expect(held).toEqual({ Bern: 250, Oslo: 252 });
});

test('goes on where it was when a token changes while it is listed', async () => {
  const listing = listShelf(vault, all, 10, '');
  commit(vault, () => putStock(vault, { serial: '20004999' as never, model: 'X', state: 'lost', office: '' }));
  expect((await listing).total).toBe(5001);
  expect((await listShelf(vault, { ...all, state: 'lost' }, 10, '')).total).toBe(1);
});

test('reads a shelf some at a time, and lets others go on in between', async () => {
  const whole = shelfOf(vault, 'oslo');
  let turns = 0;
  let isRead = false;
  const count = () => {
    turns += 1;
    if (!isRead) setImmediate(count);
  };
  setImmediate(count);
  expect(await shelfFrom(vault, 'oslo')).toEqual(whole);
  isRead = true;
  expect(turns).toBeGreaterThan(0);
  const first = await shelfFrom(vault, 'oslo', '', 500);
  const second = await shelfFrom(vault, 'oslo', first.at(-1)?.serial, 500);
  expect([...first, ...second]).toEqual(whole.slice(0, 1000));
  const models = await modelsOnShelf(vault, 'oslo');
  expect(models.map(({ model }) => model)).toEqual(['YubiKey 5', 'Élan']);
  expect(models.reduce((sum, one) => sum + one.count, 0)).toBe(whole.length);
  expect([liesMoreThan(vault, 'oslo', whole.length - 1), liesMoreThan(vault, 'oslo', whole.length)]).toEqual([
    true,
    false,
  ]);
  expect(await shelfFrom(vault, 'nowhere')).toEqual([]);
});
