import type { Db } from './schema.ts';

/** What became of a token in a shipment. `not sent`: it was no longer on the shelf it was packed from. */
export type ShipmentOutcome = 'on its way' | 'arrived' | 'foreign' | 'not sent';

interface StoredShipment {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly state: 'sent' | 'received' | 'received with differences';
  readonly sentAt: string;
  readonly receivedAt: string | null;
}

export interface Shipments {
  readonly find: (id: string) => Promise<StoredShipment | undefined>;
  readonly all: () => Promise<readonly StoredShipment[]>;
  readonly add: (shipment: StoredShipment) => Promise<void>;
  readonly setState: (id: string, state: StoredShipment['state'], at: string) => Promise<void>;
  readonly tokens: (id: string) => Promise<readonly { readonly token: string; readonly outcome: ShipmentOutcome }[]>;
  readonly putToken: (id: string, token: string, outcome: ShipmentOutcome) => Promise<void>;
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
      ]);
  return {
    find: (id) => rows().where('id', '=', id).executeTakeFirst(),
    all: () => rows().orderBy('sent_at', 'desc').execute(),
    async add({ id, from, to, state, sentAt, receivedAt }) {
      await db
        .insertInto('shipments')
        .values({ id, from_office: from, to_office: to, state, sent_at: sentAt, received_at: receivedAt })
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
    async putToken(id, token, outcome) {
      await db
        .insertInto('shipment_tokens')
        .values({ shipment: id, token, outcome })
        .onConflict((conflict) => conflict.columns(['shipment', 'token']).doUpdateSet({ outcome }))
        .execute();
    },
  };
}
