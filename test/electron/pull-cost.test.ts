import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { snapshot } from '../../domain/contract/station.ts';
import { closeVault, commit, openVault, type Vault } from '../../electron/vault/database.ts';
import { readQueue } from '../../electron/vault/queue.ts';
import { credentialsOn } from '../../electron/vault/server-tokens.ts';
import { applySnapshot } from '../../electron/vault/snapshot.ts';
import { stockOf } from '../../electron/vault/stock.ts';
import { newDirectory } from './desk-at-work.ts';

let vault: Vault;
beforeEach(async () => {
  vault = await openVault(newDirectory(), undefined);
});
afterEach(() => closeVault(vault));

const many = Array.from({ length: 500 }, (_, place) => `${20_000_000 + place}`);
const stocked = (serial: string, state = 'in stock') => ({ serial, model: 'YubiKey 5 NFC', state, office: 'bern' });
const credential = (tokenSerial: string) => {
  return { serial: `UBOM${tokenSerial}_1`, tokenSerial, type: 'hotp', active: true, revoked: false, owner: null };
};
const queued = (username: string) => ({ realm: 'office', username, office: '', since: '2026-11-21T12:00:00Z' });

/** Takes over what the server sent, and says how many rows that wrote and how many statements it made. */
function pull(content: {
  readonly stock?: readonly object[];
  readonly tokens?: readonly object[];
  readonly queue?: readonly object[];
}) {
  const common = { version: '1', serverTime: '', realms: ['office'], people: [], policies: [], controllers: [] };
  const none = { trust: [], offices: [], tokens: [], stock: [], queue: [], guidelines: { version: 1, text: '' } };
  const pulled = snapshot.parse({ ...common, ...none, ...content });
  const written = () => vault.db.prepare<[], { n: number }>('SELECT total_changes() AS n').get()?.n ?? 0;
  const before = written();
  const prepare = vi.spyOn(vault.db, 'prepare');
  commit(vault, () => applySnapshot(vault, pulled, '"1"', ''));
  const statements = prepare.mock.calls.length;
  prepare.mockRestore();
  return { rows: written() - before, statements };
}

test('a pull writes the rows of tokens that changed, not those that did not', () => {
  const stock = many.map((serial) => stocked(serial));
  const tokens = many.map(credential);
  pull({ stock, tokens });
  const idle = pull({ stock, tokens }).rows;
  expect(idle).toBeLessThan(100);
  const [first = '', second = '', third = ''] = many;
  const after = pull({ stock: [stocked(first, 'lost'), ...stock.slice(2)], tokens: tokens.slice(0, -1) });
  expect(after.rows - idle).toBe(3);
  expect([first, second, third].map((serial) => stockOf(vault, serial as never)?.state)).toEqual([
    'lost',
    undefined,
    'in stock',
  ]);
  expect(credentialsOn(vault, (many.at(-1) ?? '') as never)).toEqual([]);
});

test('a pull asks no more of the vault for a long queue than for a short one', () => {
  const short = pull({ queue: many.slice(0, 5).map(queued) }).statements;
  const long = pull({ queue: many.map(queued) }).statements;
  expect(readQueue(vault)).toHaveLength(many.length);
  expect(long).toBe(short);
});

test('the tokens of a person and the records of a token are found by an index', () => {
  const plan = (sql: string) =>
    vault.db
      .prepare<[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`)
      .all()
      .map(({ detail }) => detail)
      .join();
  expect(plan(`SELECT * FROM tokens WHERE holder_realm = 'a' AND holder_username = 'b' AND state = 'issued'`)).toMatch(
    /tokens_of_holder/,
  );
  expect(plan(`SELECT 1 FROM outbox o JOIN records r ON r.id = o.record WHERE r.token = 'a'`)).toMatch(
    /records_of_token/,
  );
});
