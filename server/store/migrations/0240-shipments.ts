import { postgresWords, sqliteWords, type Words } from '../column-words.ts';

/** Who sent a shipment, as its manifest says. */
function senders({ text }: Words): string {
  return `
  ALTER TABLE shipments ADD COLUMN sent_by ${text} NOT NULL DEFAULT '';
`;
}

export const sqliteShipments = senders(sqliteWords);
export const postgresShipments = senders(postgresWords);
