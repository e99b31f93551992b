import type { Snapshot } from '../../domain/contract/station.ts';
import type { shipmentOutcomes } from '../../domain/stock/shipment.ts';
import type { TokenSerial } from '../../domain/token.ts';
import type { Vault } from './database.ts';

type Told = Snapshot['shipments'][number];

/** A shipment as the server told it, or as it was sent here and is not told yet. */
export interface KnownShipment extends Omit<Told, 'tokens'> {
  /** How many of its tokens are on their way, and how many were sent. */
  readonly onItsWay: number;
  readonly count: number;
}

export type Outcome = (typeof shipmentOutcomes)[number];

/** Makes what is known of shipments equal to what was pulled. */
export function replaceShipments(vault: Vault, shipments: Snapshot['shipments']): void {
  vault.db.exec('DELETE FROM shipments; DELETE FROM shipment_tokens');
  for (const { tokens, ...shipment } of shipments) {
    putShipment(vault, shipment);
    for (const { serial, outcome } of tokens) putOutcome(vault, shipment.id, serial, outcome);
  }
}

/** Makes what is known of one shipment equal to what was pulled; without anything, it is told of no more. */
export function replaceShipment(vault: Vault, id: string, told: Told | undefined): void {
  vault.db.prepare('DELETE FROM shipment_tokens WHERE shipment = ?').run(id);
  vault.db.prepare('DELETE FROM shipments WHERE id = ?').run(id);
  if (told === undefined) return;
  const { tokens, ...shipment } = told;
  putShipment(vault, shipment);
  for (const { serial, outcome } of tokens) putOutcome(vault, id, serial, outcome);
}

/** What was sent here and is told by nobody, or no more. */
export function dropOtherShipments(vault: Vault): void {
  const others = vault.db
    .prepare<[], string>(`SELECT id FROM shipments WHERE 'shipments/' || id NOT IN (SELECT name FROM known_parts)`)
    .pluck()
    .all();
  for (const id of others) replaceShipment(vault, id, undefined);
}

export function putShipment(vault: Vault, shipment: Omit<Told, 'tokens'>): void {
  const { id, from, to, state, sentAt, receivedAt, controller } = shipment;
  vault.db
    .prepare(
      `INSERT OR REPLACE INTO shipments (id, from_office, to_office, state, sent_at, received_at, controller)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(id, from, to, state, sentAt, receivedAt, controller);
}

export function putOutcome(vault: Vault, shipment: string, token: string, outcome: Outcome): void {
  vault.db
    .prepare('INSERT OR REPLACE INTO shipment_tokens (shipment, token, outcome) VALUES (?, ?, ?)')
    .run(shipment, token, outcome);
}

const selected = `SELECT s.id, s.from_office AS "from", s.to_office AS "to", s.state, s.sent_at AS sentAt,
  s.received_at AS receivedAt, s.controller,
  (SELECT count(*) FROM shipment_tokens t WHERE t.shipment = s.id AND t.outcome = 'on its way') AS onItsWay,
  (SELECT count(*) FROM shipment_tokens t WHERE t.shipment = s.id AND t.outcome NOT IN ('not sent', 'foreign')) AS count
  FROM shipments s`;

/** What is on its way first, then the newest. */
export function listShipments(vault: Vault): readonly KnownShipment[] {
  return vault.db.prepare<[], KnownShipment>(`${selected} ORDER BY onItsWay = 0, s.sent_at DESC, s.id`).all();
}

export function readShipment(vault: Vault, id: string): KnownShipment | undefined {
  return vault.db.prepare<[string], KnownShipment>(`${selected} WHERE s.id = ?`).get(id);
}

export function shipmentTokens(
  vault: Vault,
  id: string,
): readonly { readonly serial: TokenSerial; readonly model: string; readonly outcome: Outcome }[] {
  return vault.db
    .prepare<[string], { serial: TokenSerial; model: string; outcome: Outcome }>(
      `SELECT t.token AS serial, coalesce(s.model, '') AS model, t.outcome FROM shipment_tokens t
       LEFT JOIN stock s ON s.serial = t.token WHERE t.shipment = ? ORDER BY t.token`,
    )
    .all(id);
}

/** What became of one token in a shipment, if it was sent or came in it. */
export function outcomeIn(vault: Vault, shipment: string, token: TokenSerial): Outcome | undefined {
  return vault.db
    .prepare<[string, string], { outcome: Outcome }>(
      'SELECT outcome FROM shipment_tokens WHERE shipment = ? AND token = ?',
    )
    .get(shipment, token)?.outcome;
}

/** The shipment a token is on its way in. */
export function shipmentWith(vault: Vault, token: TokenSerial): KnownShipment | undefined {
  return vault.db
    .prepare<[string], KnownShipment>(
      `${selected} JOIN shipment_tokens t ON t.shipment = s.id WHERE t.token = ? AND t.outcome = 'on its way'
       ORDER BY s.sent_at DESC LIMIT 1`,
    )
    .get(token);
}

/** What is left of a shipment decides how it stands. */
export function settleShipment(vault: Vault, id: string, at: string): void {
  const rest = vault.db
    .prepare<[string], { count: number }>(
      `SELECT count(*) AS count FROM shipment_tokens WHERE shipment = ? AND outcome NOT IN ('arrived', 'not sent')`,
    )
    .get(id);
  endShipment(vault, id, rest?.count === 0 ? 'received' : 'received with differences', at);
}

export function endShipment(vault: Vault, id: string, state: Told['state'], at: string): void {
  vault.db.prepare('UPDATE shipments SET state = ?, received_at = ? WHERE id = ?').run(state, at, id);
}
