import { z } from 'zod';
import { rolloutFacts } from './rollout.ts';
import { snapshot } from './station.ts';

/**
 * What stations are told, in parts, of which a desk fetches those that it does not have:
 *
 *   GET  /stations/self/parts   -> StationManifest; ETag and If-None-Match
 *   POST /stations/self/parts   { names } -> { parts }: as many of them as one answer holds, as they are now
 *
 * A part is named `LIST/PART`, or `rest` and `rollout`. Its hash is one of its content alone: it is the same from every
 * server and after every restart or restore. A desk that has every part of a manifest has exactly what the manifest is of;
 * a part that comes with another hash than the manifest names is newer, and the manifest is asked for again.
 */
export const stationManifest = z.object({
  version: z.string(),
  serverTime: z.string(),
  /** The office this station stands in, by id. */
  stationOffice: z.string().nullable(),
  parts: z.record(z.string(), z.string()),
});
export type StationManifest = z.infer<typeof stationManifest>;

export const partsRequest = z.strictObject({ names: z.array(z.string().max(200)).min(1).max(1000) });

export const partsReply = z.object({
  parts: z.record(z.string(), z.object({ hash: z.string(), rows: z.array(z.unknown()) })),
});

const { people, tokens, stock, shipments, queue } = snapshot.shape;

/** The rows of a part, by its list. In the queue, `place` is what stands for the order. */
export const toldLists = {
  people: people,
  tokens: tokens,
  stock: stock.unwrap(),
  shipments: shipments.unwrap(),
  queue: z.array(queue.unwrap().element.extend({ place: z.int() })),
} as const;

/** What is small, all in one part. */
export const toldRest = snapshot.pick({
  realms: true,
  policies: true,
  controllers: true,
  trust: true,
  offices: true,
  conflicts: true,
  guidelines: true,
  contact: true,
  sender: true,
});
export type ToldRest = z.infer<typeof toldRest>;

export const toldRollout = rolloutFacts;
