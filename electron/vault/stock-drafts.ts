import type { DraftLine } from '../../domain/contract/stock.ts';
import type { DraftKind } from '../../domain/stock/draft.ts';
import type { TokenSerial } from '../../domain/token.ts';
import type { Vault } from './database.ts';

/** What is being received, counted, packed or unpacked, kept token by token. */
export interface StoredDraft {
  readonly id: string;
  readonly kind: DraftKind;
  readonly office: string;
  /** Where a shipment goes, or comes from; else empty. */
  readonly other: string;
  readonly shipment: string;
  readonly order: string;
  readonly controller: string;
  readonly openedAt: string;
}

/** A token in a draft. */
export interface DraftToken {
  readonly serial: TokenSerial;
  readonly model: string;
  readonly how: DraftLine['how'];
}

const selected = `SELECT id, kind, office, other_office AS other, shipment, order_number AS "order", controller,
  opened_at AS openedAt FROM stock_drafts`;

export function readDraft(vault: Vault, id: string): StoredDraft | undefined {
  return vault.db.prepare<[string], StoredDraft>(`${selected} WHERE id = ?`).get(id);
}

export function listDrafts(vault: Vault): readonly StoredDraft[] {
  return vault.db.prepare<[], StoredDraft>(`${selected} ORDER BY opened_at, id`).all();
}

/** Puts a draft in place, unless there is one of its kind for the same: that one is gone on with. */
export function keepDraft(vault: Vault, draft: StoredDraft): StoredDraft {
  const { id, kind, office, other, shipment, order, controller, openedAt } = draft;
  const about = kind === 'arrive' ? shipment : '';
  const known = listDrafts(vault).find(
    (one) =>
      one.kind === kind && one.office === office && one.other === other && (about === '' || one.shipment === about),
  );
  if (known !== undefined) return known;
  vault.db
    .prepare(
      `INSERT INTO stock_drafts (id, kind, office, other_office, shipment, order_number, controller, opened_at)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(id, kind, office, other, shipment, order, controller, openedAt);
  return draft;
}

export function keepOrder(vault: Vault, id: string, order: string): void {
  vault.db.prepare('UPDATE stock_drafts SET order_number = ? WHERE id = ?').run(order, id);
}

export function dropDraft(vault: Vault, id: string): void {
  vault.db.prepare('DELETE FROM stock_drafts WHERE id = ?').run(id);
}

export function countDraft(vault: Vault, id: string): number {
  const row = vault.db
    .prepare<[string], { count: number }>('SELECT count(*) AS count FROM stock_draft_tokens WHERE draft = ?')
    .get(id);
  return row?.count ?? 0;
}

/** Adds a token after the others; false when it is there already. */
export function addToDraft(vault: Vault, id: string, token: DraftToken, at: string): boolean {
  const added = vault.db
    .prepare(
      `INSERT OR IGNORE INTO stock_draft_tokens (draft, serial, place, model, how, added_at)
       SELECT @id, @serial, coalesce(max(place), 0) + 1, @model, @how, @at FROM stock_draft_tokens WHERE draft = @id`,
    )
    .run({ id, ...token, at });
  return added.changes > 0;
}

export function takeFromDraft(vault: Vault, id: string, serials: readonly string[]): void {
  const take = vault.db.prepare('DELETE FROM stock_draft_tokens WHERE draft = ? AND serial = ?');
  for (const serial of serials) take.run(id, serial);
}

/** In the order of adding. */
export function draftTokens(vault: Vault, id: string): readonly DraftToken[] {
  return vault.db
    .prepare<[string], DraftToken>('SELECT serial, model, how FROM stock_draft_tokens WHERE draft = ? ORDER BY place')
    .all(id);
}

export function newestInDraft(vault: Vault, id: string, limit: number): readonly DraftToken[] {
  return vault.db
    .prepare<[string, number], DraftToken>(
      'SELECT serial, model, how FROM stock_draft_tokens WHERE draft = ? ORDER BY place DESC LIMIT ?',
    )
    .all(id, limit);
}

/** The shipment being packed in which a token lies, if it lies in one. */
export function packedIn(vault: Vault, serial: TokenSerial): string | undefined {
  return vault.db
    .prepare<[string], { draft: string }>(
      `SELECT t.draft FROM stock_draft_tokens t JOIN stock_drafts d ON d.id = t.draft
       WHERE t.serial = ? AND d.kind = 'pack' LIMIT 1`,
    )
    .get(serial)?.draft;
}
