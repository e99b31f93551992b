import type { Installation } from '../installation.ts';
import { liveResolver } from './live-resolvers.ts';

/** Checks passwords where people are kept: for the policies otppin=userstore and passthru. */
export interface UserStore {
  /** Throws a ResolverError when the resolver cannot say. */
  readonly checkPassword: (
    user: { readonly realm: string; readonly username: string; readonly userId: string; readonly resolver: string },
    password: Uint8Array,
  ) => Promise<boolean>;
}

const longestPasswordBytes = 1024;

export function userStore(parts: Pick<Installation, 'keys' | 'store'>): UserStore {
  return {
    async checkPassword({ realm, username, userId, resolver }, password) {
      if (password.length === 0 || password.length > longestPasswordBytes) return false;
      const members = await parts.store.realmMembers.of(realm);
      if (!members.some((member) => member.resolver === resolver)) return false;
      return (await liveResolver(parts, resolver)).checkPassword({ username, userId }, password);
    },
  };
}
