import { tokenTypes } from '../../domain/policy/token-type.ts';

/** The kinds of credential this server checks, as the wire spells them. */
export const credentialTypes = tokenTypes;
export type CredentialType = (typeof credentialTypes)[number];
