import type { AppState, Channel, EventName } from '../../domain/contract/ipc.ts';
import type { Outcome } from '../../domain/failure.ts';
import type { PaperSize } from '../../domain/paper/paper-size.ts';
import type { Printed } from '../../domain/paper/printing.ts';
import type { FileWish } from './choose-file.ts';

/** What the shell tells the core when it starts it; the rest of `DeskOptions` are functions the core makes itself. */
export interface CoreStart {
  readonly directory: string;
  /** Whether the operating system keeps keys on this machine. */
  readonly keystore: boolean;
  readonly hardware: boolean;
  readonly emulator: AppState['emulator'];
  readonly version: string;
  readonly runtime: AppState['runtime'];
  readonly enrolmentFile: string | undefined;
  readonly sqliteBinding: string | undefined;
  readonly emulatedTokenFile: string | undefined;
  readonly emulatedTokensFolder: string | undefined;
  readonly emulatedReportMs: number | undefined;
}

/** Shell to core. */
export type ToCore =
  | { readonly kind: 'start'; readonly start: CoreStart }
  | { readonly kind: 'call'; readonly id: number; readonly channel: Channel; readonly request: unknown }
  | { readonly kind: 'interrupted' }
  | { readonly kind: 'keystore answered'; readonly id: number; readonly bytes: Uint8Array | undefined }
  | { readonly kind: 'file chosen'; readonly id: number; readonly path: string | undefined }
  | { readonly kind: 'drawn'; readonly id: number; readonly pdf: Uint8Array | undefined }
  | { readonly kind: 'printed'; readonly id: number; readonly came: Printed }
  | { readonly kind: 'close' };

/** Core to shell. */
export type FromCore =
  | { readonly kind: 'started' }
  | { readonly kind: 'answer'; readonly id: number; readonly outcome: Outcome<unknown> }
  | { readonly kind: 'event'; readonly event: EventName; readonly body: unknown }
  | { readonly kind: 'keystore'; readonly id: number; readonly act: 'wrap' | 'unwrap'; readonly bytes: Uint8Array }
  | { readonly kind: 'choose file'; readonly id: number; readonly wish: FileWish }
  | { readonly kind: 'draw' | 'print'; readonly id: number; readonly size: PaperSize }
  | { readonly kind: 'type'; readonly text: string };
