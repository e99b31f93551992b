import type { KeyObject } from 'node:crypto';
import type { Sealed } from '../../domain/record.ts';
/** Opens what a station sealed to the server (RFC 9180, base mode). */
export type OpenSealed = (sealed: Sealed, context: string) => Promise<Uint8Array>;
export declare function openSealed(privateKey: KeyObject): OpenSealed;
