import type { Db } from './database.ts';
/** Few named values that the server and its commands share. */
export interface Settings {
  readonly get: (name: 'url' | 'guidelines') => string | undefined;
  readonly set: (name: 'url' | 'guidelines', value: string) => void;
}
export declare function settings(db: Db): Settings;
