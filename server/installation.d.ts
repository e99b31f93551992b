import { type OpenSealed } from './keys/open-sealed.ts';
import { type ServerKeys } from './keys/server-keys.ts';
import { type Store } from './store/store.ts';
import { type Authority } from './tls/authority.ts';
/** Everything one data directory holds, opened: what the server and each of its commands work on. */
export interface Installation {
  readonly directory: string;
  readonly store: Store;
  readonly keys: ServerKeys;
  readonly authority: Authority;
  readonly openSealed: OpenSealed;
  readonly now: () => Date;
}
/** Opens a data directory; makes what is missing at the first run. Several processes may do so at once. */
export declare function openInstallation(directory: string, now?: () => Date): Promise<Installation>;
