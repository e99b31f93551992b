/** The kinds of resolver that our server knows, by privacyIDEA's names. */
export const resolverKinds = ['internal', 'ldapresolver', 'sqlresolver', 'passwdresolver'] as const;
export type ResolverKind = (typeof resolverKinds)[number];
