import type { Db } from '../database.ts';
/** People in realms, tokens and their credentials, stations and their records, the audit chain. */
export declare function initial(db: Db): void;
