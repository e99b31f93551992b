import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { TokenSerial } from '../../domain/token.ts';
import type { CeremonyParts } from '../../electron/ceremony/parts.ts';
import { expectedIn } from '../../electron/stock/expected.ts';
import { hear } from '../../electron/stock/hear.ts';
import { closeVault, commit, openVault, type Vault } from '../../electron/vault/database.ts';
import { shelfOf } from '../../electron/vault/shelf.ts';
import { putOutcome, putShipment } from '../../electron/vault/shipments.ts';
import { putStock } from '../../electron/vault/stock.ts';
import { keepDraft, type StoredDraft } from '../../electron/vault/stock-drafts.ts';
import { newDirectory } from './desk-at-work.ts';

let vault: Vault;
beforeEach(async () => {
  vault = await openVault(newDirectory(), undefined);
});
afterEach(() => closeVault(vault));

const serial = (text: string) => text as TokenSerial;
const parts = () => ({ vault, controller: () => 'ines@office', now: () => new Date() }) as unknown as CeremonyParts;
const draft = (kind: 'count' | 'arrive'): StoredDraft => ({
  id: kind,
  kind,
  office: 'bern',
  other: '',
  shipment: kind === 'arrive' ? 'box' : '',
  order: '',
  controller: 'ines@office',
  openedAt: '',
});

/** How SQLite goes about everything that was asked of the vault meanwhile. */
function plans(work: () => void): readonly string[] {
  const prepare = vi.spyOn(vault.db, 'prepare');
  work();
  const asked = prepare.mock.calls.map(([sql]) => sql).filter((sql) => /^\s*SELECT/.test(sql));
  prepare.mockRestore();
  return asked.flatMap((sql) => {
    const explained = vault.db.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${sql}`);
    return explained.all(...Array((sql.match(/\?/g) ?? []).length).fill('')).map(({ detail }) => detail);
  });
}

test.each(['count', 'arrive'] as const)(
  'a token that is touched at a %s is asked for alone, however large the shelf',
  (kind) => {
    const put = (number: string, state: 'in stock' | 'lost' | 'in transit', office: string) =>
      putStock(vault, { serial: serial(number), model: '', state, office });
    commit(vault, () => {
      put('1', 'in stock', 'bern');
      put('2', 'in stock', 'oslo');
      put('3', 'in transit', '');
      put('4', 'lost', '');
      putShipment(vault, {
        id: 'box',
        from: 'oslo',
        to: 'bern',
        state: 'sent',
        sentAt: '',
        receivedAt: null,
        controller: '',
      });
      putOutcome(vault, 'box', serial('3'), 'on its way');
      putOutcome(vault, 'box', serial('4'), 'lost');
      putOutcome(vault, 'box', serial('1'), 'elsewhere');
      keepDraft(vault, draft(kind));
    });
    const asExpected = ['1', '2', '3', '4', '5'].filter((number) =>
      expectedIn(vault, draft(kind))?.has(serial(number)),
    );
    const added: string[] = [];
    const plan = plans(() => {
      for (const number of ['1', '2', '3', '4', '5']) {
        if (hear(parts(), draft(kind), serial(number), 'scanned', '').said === 'added') added.push(number);
      }
    });
    expect(added).toEqual(asExpected);
    expect(added).toEqual(kind === 'count' ? ['1'] : ['3', '4']);
    expect(plan.length).toBeGreaterThan(0);
    expect(plan.filter((step) => /^SCAN s\b|stock_of_office|shipment=\?\)$/.test(step))).toEqual([]);
  },
);

test('the shelf of an office is read by itself, not among all others', () => {
  const plan = plans(() => shelfOf(vault, 'bern'));
  expect(plan.filter((step) => step.includes('stock_of_office'))).toHaveLength(1);
  expect(plan.filter((step) => /^SCAN [st]\b/.test(step))).toEqual([]);
});
