import { z } from 'zod';
import type { DeskAct } from '../../domain/act.ts';
import { credentialNames, tokenOfName } from '../../domain/stock/named-token.ts';
import { isOnShelf, stateAfter } from '../../domain/stock/shelf.ts';
import type { TokenSerial, TokenState } from '../../domain/token.ts';
import type { Vault } from './database.ts';
import { readMeta } from './meta.ts';
import { bringCredential, credentialsOn } from './server-tokens.ts';
import { endShipment, putOutcome, putShipment, settleShipment, shipmentTokens, shipmentWith } from './shipments.ts';
import { putStock, stockOf } from './stock.ts';

/** What an act means for the shelves, at once: what the server is going to say of it, as far as this desk can know. */
export function moveStock(vault: Vault, act: DeskAct, controller: string, at: string): void {
  switch (act.what) {
    case 'received':
      for (const { serial, type } of act.brought?.credentials ?? []) bringCredential(vault, serial, type);
      for (const { serial, model } of act.tokens) receive(vault, serial, model, act.office);
      break;
    case 'sent':
      send(vault, act, controller, at);
      break;
    case 'arrived':
      arrive(vault, act, at);
      break;
    case 'called back':
      callBack(vault, act, at);
      break;
    case 'counted':
      for (const serial of act.lost ?? []) lose(vault, serial, act.office);
      for (const serial of act.taken ?? []) shelve(vault, serial, act.office);
      break;
    case 'withdrawn':
      if (act.inHand)
        take(vault, act.token, 'returned', z.string().safeParse(readMeta(vault, 'station-office')).data ?? '');
      else if (stockOf(vault, act.token)?.state !== 'lost') place(vault, act.token, 'revoked', '');
      break;
    case 'reported lost':
      place(vault, act.token, 'lost', '');
      break;
    case 'returned':
      take(vault, act.token, 'returned', act.office);
      break;
    case 'reprogrammed':
      take(vault, act.token, 'in stock', act.office);
      break;
    case 'scrapped':
      take(vault, act.token, 'scrapped', '');
      break;
  }
}

/** What was done here and is still on its way to the server holds, whatever was pulled meanwhile. */
export function moveWaitingStock(vault: Vault): void {
  const waiting = vault.db
    .prepare<[], { act: string; controller: string; at: string }>(
      `SELECT r.record -> '$.act' AS act, r.controller, r.recorded_at AS at FROM outbox o JOIN records r ON r.id = o.record
       WHERE o.state = 'waiting' AND r.kind = 'act' ORDER BY o.position`,
    )
    .all();
  for (const { act, controller, at } of waiting) moveStock(vault, JSON.parse(act) as DeskAct, controller, at);
}

function place(vault: Vault, serial: TokenSerial, state: TokenState, office: string, model = ''): void {
  putStock(vault, { serial, model: model || (stockOf(vault, serial)?.model ?? ''), state, office });
}

/** Was in somebody's hands: no box is on its way with it any more. */
function take(vault: Vault, serial: TokenSerial, state: TokenState, office: string): void {
  takeFromOthers(vault, serial);
  place(vault, serial, state, office);
}

function takeFromOthers(vault: Vault, serial: TokenSerial, box = ''): void {
  const other = shipmentWith(vault, serial);
  if (other !== undefined && other.id !== box) putOutcome(vault, other.id, serial, 'elsewhere');
}

function receive(vault: Vault, serial: TokenSerial, model: string, office: string): void {
  const known = stockOf(vault, serial);
  if (known?.state === 'blank' && known.office !== '' && tieFile(vault, serial)) {
    place(vault, serial, 'in stock', known.office);
  }
  if (known !== undefined && (known.office !== '' || stateAfter(known.state, 'received') === undefined)) return;
  const state = known?.state ?? (tieFile(vault, serial) ? 'in stock' : 'blank');
  place(vault, serial, state, office, model);
}

/** A vendor's file may have brought a credential that is named after the token: from now on it is known to be on it. */
function tieFile(vault: Vault, serial: TokenSerial): boolean {
  const tie = vault.db.prepare(
    `UPDATE server_tokens SET token = ? WHERE serial = ? AND token = '' AND owner_username = ''`,
  );
  return credentialNames(serial).filter((name) => tie.run(serial, name).changes > 0).length > 0;
}

/** Tokens that files brought credentials for and that lie on no shelf: nobody received them yet. */
export function unshelved(vault: Vault): readonly TokenSerial[] {
  const rows = vault.db
    .prepare<[], { serial: string }>(`SELECT serial FROM server_tokens WHERE token = '' AND owner_username = ''`)
    .all();
  const named = new Set(rows.flatMap(({ serial }) => tokenOfName(serial) ?? []));
  return [...named].filter((serial) => stockOf(vault, serial) === undefined);
}

function send(vault: Vault, act: Extract<DeskAct, { what: 'sent' }>, controller: string, at: string): void {
  const { shipment: id, from, to, tokens } = act;
  putShipment(vault, { id, from, to, state: 'sent', sentAt: at, receivedAt: null, controller });
  for (const serial of tokens) {
    const known = stockOf(vault, serial);
    const goes = known?.office === from && stateAfter(known.state, 'sent') !== undefined;
    putOutcome(vault, id, serial, goes ? 'on its way' : 'not sent');
    if (goes) place(vault, serial, 'in transit', '');
  }
}

function arrive(vault: Vault, act: Extract<DeskAct, { what: 'arrived' }>, at: string): void {
  const { shipment, office, tokens, lost = [] } = act;
  const manifest = new Map(shipmentTokens(vault, shipment).map(({ serial, outcome }) => [serial, outcome]));
  for (const serial of new Set(tokens)) {
    const outcome = manifest.get(serial);
    if (outcome === 'arrived' || outcome === 'foreign') continue;
    const issued = ['issued', 'suspended'].includes(stockOf(vault, serial)?.state ?? '');
    const expected = outcome === 'on its way' || outcome === 'lost' || outcome === 'called back';
    if (issued) putOutcome(vault, shipment, serial, 'issued');
    else shelve(vault, serial, office, shipment);
    if (!issued) putOutcome(vault, shipment, serial, expected ? 'arrived' : 'foreign');
  }
  for (const serial of lost) {
    if (manifest.get(serial) !== 'on its way' || tokens.includes(serial)) continue;
    const isLost = ['in transit', 'lost'].includes(stockOf(vault, serial)?.state ?? '');
    putOutcome(vault, shipment, serial, isLost ? 'lost' : 'elsewhere');
    if (isLost) place(vault, serial, 'lost', '');
  }
  settleShipment(vault, shipment, at);
}

/** What has not arrived is with whoever sent it. */
function callBack(vault: Vault, act: Extract<DeskAct, { what: 'called back' }>, at: string): void {
  const { shipment, office } = act;
  const all = shipmentTokens(vault, shipment);
  const left = all.filter(({ outcome }) => outcome === 'on its way');
  if (left.length === 0) return;
  for (const { serial } of left) {
    const waits = ['in transit', 'lost'].includes(stockOf(vault, serial)?.state ?? '');
    if (waits) shelve(vault, serial, office, shipment);
    putOutcome(vault, shipment, serial, waits ? 'called back' : 'elsewhere');
  }
  const arrived = all.some(({ outcome }) => ['arrived', 'foreign', 'issued'].includes(outcome));
  endShipment(vault, shipment, arrived ? 'received with differences' : 'called back', at);
}

/** Lies on this shelf from now on; a box that it was expected in waits for it no more. */
function shelve(vault: Vault, serial: TokenSerial, office: string, box = ''): void {
  const known = stockOf(vault, serial);
  if (['issued', 'suspended', 'scrapped'].includes(known?.state ?? '')) return;
  takeFromOthers(vault, serial, box);
  const fresh = known === undefined || known.state === 'in transit';
  const seeded = tieFile(vault, serial) || credentialsOn(vault, serial).some(({ revoked }) => !revoked);
  const state = fresh ? (seeded ? 'in stock' : 'blank') : (stateAfter(known.state, 'returned') ?? known.state);
  place(vault, serial, state, office);
}

function lose(vault: Vault, serial: TokenSerial, office: string): void {
  const known = stockOf(vault, serial);
  if (known?.office === office && isOnShelf(known.state)) place(vault, serial, 'lost', '');
}
