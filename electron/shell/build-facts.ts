import type { Channel, EventName } from '../../domain/contract/ipc.ts';

/** What the build writes into the bundles in place of these names, so that neither shell nor preload carries schemas. */
declare const KEYDESK_BUILD: {
  readonly version: string;
  /** The Electron that package.json pins; any other major at run time is a substitute. */
  readonly electron: string;
  readonly channels: readonly Channel[];
  readonly events: readonly EventName[];
};

export const buildFacts = KEYDESK_BUILD;
