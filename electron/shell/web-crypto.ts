import { webcrypto } from 'node:crypto';

/** Node 18 has Web Crypto but not as a global; libraries that look for it when they load need this file before them. */
if (globalThis.crypto === undefined) Object.defineProperty(globalThis, 'crypto', { value: webcrypto });
