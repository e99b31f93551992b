import type { Channel, Request } from '../../domain/contract/ipc.ts';
import { KeydeskError } from '../../domain/failure.ts';
import type { TokenSerial } from '../../domain/token.ts';
import type { CeremonyParts } from '../ceremony/parts.ts';
import { callBack } from '../stock/call-back.ts';
import { closeDraft } from '../stock/close.ts';
import {
  discard,
  draftAtHand,
  drafts,
  draftToEnd,
  fromFiles,
  linesOf,
  openDraft,
  reportOf,
  setOrder,
  takeOut,
  viewOf,
} from '../stock/drafts.ts';
import { hearScan, hearTouch, hearTyped } from '../stock/hear.ts';
import { look, rowOf, shipmentRow } from '../stock/look.ts';
import { officesInOrder, placeOf, seenOffices, shelfProblem } from '../stock/rights.ts';
import { summary } from '../stock/summary.ts';
import { listShelf, modelsOnShelf, shelfFrom } from '../vault/shelf.ts';
import { listShipments, readShipment, shipmentTokens } from '../vault/shipments.ts';
import type { StoredDraft } from '../vault/stock-drafts.ts';
import type { DeskContext, Handlers } from './context.ts';

/** As many tokens of a shelf as are labelled in one go. */
const shelfAtOnce = 500;

type StockChannel = Extract<Channel, `stock/${string}`>;

/** Where the tokens are, and what is received, counted and sent; in turn with the ceremonies, which want the same tokens. */
export function stockHandlers(desk: DeskContext): Handlers<StockChannel> {
  const parts = () => desk.open().ceremony;
  const inDraft = <T>(id: string, act: (parts: CeremonyParts, draft: StoredDraft) => T): Promise<T> =>
    desk.inTurn(() => act(parts(), draftAtHand(parts(), id)));
  return {
    'stock/offices': () => ({ offices: officesInOrder(parts()), problem: shelfProblem(parts()) }),
    'stock/summary': () => summary(parts()),
    'stock/list': (request) => list(parts(), request),
    'stock/shelf': async ({ office, after }) => {
      mustSee(parts(), office);
      const { vault } = parts();
      const models = await modelsOnShelf(vault, office);
      const some = await shelfFrom(vault, office, after, shelfAtOnce + 1);
      const tokens = some.slice(0, shelfAtOnce).map(({ serial, model, state, hasSeed }) => ({
        serial,
        model,
        state,
        hasSeed,
      }));
      return {
        office: placeOf(parts(), office),
        models: [...models],
        tokens,
        next: some.length > shelfAtOnce ? (tokens.at(-1)?.serial ?? null) : null,
      };
    },
    'stock/shipments': () => {
      const seen = seenOffices(parts());
      return listShipments(parts().vault)
        .filter(({ from, to }) => seen === undefined || seen.includes(from) || seen.includes(to))
        .map((shipment) => shipmentRow(parts(), shipment));
    },
    'stock/shipment': ({ id }) => {
      const shipment = readShipment(parts().vault, id);
      if (shipment === undefined) throw new KeydeskError('stock/no-shipment', {});
      mustSee(parts(), shipment.from, shipment.to);
      return { ...shipmentRow(parts(), shipment), tokens: [...shipmentTokens(parts().vault, id)] };
    },
    'stock/call-back': ({ id }) => desk.inTurn(() => callBack(parts(), id)),
    'stock/drafts': () => [...drafts(parts())],
    'stock/open': (wish) => desk.inTurn(() => openDraft(parts(), wish)),
    'stock/draft': ({ id }) => {
      const draft = draftToEnd(parts(), id);
      return { ...viewOf(parts(), draft), lines: linesOf(parts(), draft) };
    },
    'stock/order': async ({ id, order }) => {
      await inDraft(id, (at, draft) => setOrder(at, draft, order));
    },
    'stock/touch': ({ id, presence }) => inDraft(id, (at, draft) => hearTouch(at, draft, presence)),
    'stock/scan': ({ id, line }) => inDraft(id, (at, draft) => hearScan(at, draft, line)),
    'stock/typed': ({ id, typed, longestGapMs }) =>
      inDraft(id, (at, draft) => hearTyped(at, draft, typed, longestGapMs)),
    'stock/from-files': ({ id, add }) => inDraft(id, (at, draft) => ({ count: fromFiles(at, draft, add) })),
    'stock/take-out': async ({ id, serial }) => {
      await desk.inTurn(() => takeOut(parts(), draftToEnd(parts(), id), serial));
    },
    'stock/report': ({ id }) => reportOf(parts(), draftAtHand(parts(), id)),
    'stock/close': ({ id, lost, taken }) =>
      inDraft(id, (at, draft) => closeDraft(at, draft, { lost, taken: taken as TokenSerial[] })),
    'stock/discard': async ({ id }) => {
      await desk.inTurn(() => discard(parts(), draftToEnd(parts(), id)));
    },
    'stock/look': ({ serial }) => look(parts(), serial),
  };
}

function mustSee(parts: CeremonyParts, ...offices: readonly string[]): void {
  const seen = seenOffices(parts);
  if (seen !== undefined && !offices.some((office) => seen.includes(office))) {
    throw new KeydeskError('act/no-office', {});
  }
}

async function list(parts: CeremonyParts, { query, office, state, limit, after = '' }: Request<'stock/list'>) {
  const wish = { query: query.trim().toLowerCase(), office, state, seen: seenOffices(parts) };
  const { rows, total } = await listShelf(parts.vault, wish, limit + 1, after);
  const shown = rows.slice(0, limit);
  return {
    rows: shown.map((token) => rowOf(parts, token)),
    next: rows.length > limit ? (shown.at(-1)?.serial ?? null) : null,
    total,
  };
}
