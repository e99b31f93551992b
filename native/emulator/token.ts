import type { SlotNumber } from '../../domain/token.ts';
import type { Connection } from '../connection.ts';

/** An emulated YubiKey: its memory outlives being pulled out, its faults can be switched. */
export interface EmulatedToken {
  readonly serial: number;
  readonly productId: number;
  /** Power on; the connection dies with the power. */
  powerUp(): Connection;
  powerDown(): void;
  /** A finger on the token: what it types, Enter as a carriage return; empty when the slot is empty or a challenge waited for the touch. */
  touch(slot: SlotNumber): string;
}
