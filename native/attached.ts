import type { Transport } from '../domain/token.ts';
import type { Connection } from './connection.ts';

/** A thing in a port that a driver may know. It is not opened, and what it is may be unknown. */
export interface Attached {
  /** Changes with every plugging-in: names this presence, not the thing. */
  readonly presence: string;
  readonly transport: Transport;
  readonly practice: boolean;
  readonly vendorId: number;
  readonly productId: number;
  open(): Promise<Connection>;
}
