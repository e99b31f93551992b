import type { shipmentOutcomes, shipmentStates } from '../../domain/stock/shipment.ts';
import type { Db } from './schema.ts';

/** What became of a token in a shipment. */
export type ShipmentOutcome = (typeof shipmentOutcomes)[number];

/** As many rows as one statement takes on either database. */
const together = 1000;

interface StoredShipment {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly state: (typeof shipmentStates)[number];
  readonly sentAt: string;
  readonly receivedAt: string | null;
  readonly sentBy: string;
}

export interface Shipments {
  readonly find: (id: string) => Promise<StoredShipment | undefined>;
  readonly all: () => Promise<readonly StoredShipment[]>;
  readonly add: (shipment: StoredShipment) => Promise<void>;
  readonly setState: (id: string, state: StoredShipment['state'], at: string) => Promise<void>;
  readonly tokens: (id: string) => Promise<readonly { readonly token: string; readonly outcome: ShipmentOutcome }[]>;
  /** The shipment a token is on its way in. */
  readonly carrying: (token: string) => Promise<string | undefined>;
  readonly putTokens: (id: string, tokens: readonly string[], outcome: ShipmentOutcome) => Promise<void>;
  /** Other shipments than this one in which tokens are on their way. */
  readonly othersWith: (
    id: string,
    tokens: readonly string[],
  ) => Promise<readonly { shipment: string; token: string }[]>;
}

export function shipments(db: Db): Shipments {
  const rows = () =>
    db
      .selectFrom('shipments')
      .select([
        'id',
        'from_office as from',
        'to_office as to',
        'state',
        'sent_at as sentAt',
        'received_at as receivedAt',
        'sent_by as sentBy',
      ]);
  return {
    find: (id) => rows().where('id', '=', id).executeTakeFirst(),
    all: () => rows().orderBy('sent_at', 'desc').execute(),
    async add({ id, from, to, state, sentAt, receivedAt, sentBy }) {
      await db
        .insertInto('shipments')
        .values({
          id,
          from_office: from,
          to_office: to,
          state,
          sent_at: sentAt,
          received_at: receivedAt,
          sent_by: sentBy,
        })
        .execute();
    },
    async setState(id, state, at) {
      await db.updateTable('shipments').set({ state, received_at: at }).where('id', '=', id).execute();
    },
    tokens: (id) =>
      db
        .selectFrom('shipment_tokens')
        .select(['token', 'outcome'])
        .where('shipment', '=', id)
        .orderBy('token')
        .execute(),
    carrying: async (token) =>
      (
        await db
          .selectFrom('shipment_tokens')
          .innerJoin('shipments', 'shipments.id', 'shipment')
          .select('shipment')
          .where('token', '=', token)
          .where('outcome', '=', 'on its way')
          .orderBy('sent_at', 'desc')
          .executeTakeFirst()
      )?.shipment,
    async othersWith(id, tokens) {
      const found: { shipment: string; token: string }[] = [];
      for (let from = 0; from < tokens.length; from += together) {
        const some = await db
          .selectFrom('shipment_tokens')
          .select(['shipment', 'token'])
          .where('token', 'in', tokens.slice(from, from + together))
          .where('shipment', '<>', id)
          .where('outcome', '=', 'on its way')
          .orderBy('shipment')
          .orderBy('token')
          .execute();
        found.push(...some);
      }
      return found;
    },
    async putTokens(id, all, outcome) {
      const tokens = [...new Set(all)];
      for (let from = 0; from < tokens.length; from += together) {
        await db
          .insertInto('shipment_tokens')
          .values(tokens.slice(from, from + together).map((token) => ({ shipment: id, token, outcome })))
          .onConflict((conflict) => conflict.columns(['shipment', 'token']).doUpdateSet({ outcome }))
          .execute();
      }
    },
  };
}
