import type { TFunction } from 'i18next';
import { type ResolverKind, resolverKinds } from '../../domain/resolver-kind.ts';

/** What a kind of resolver is called; one that only another server knows keeps its name. */
export function kindWord(t: TFunction, kind: string): string {
  const known: ResolverKind | undefined = resolverKinds.find((one) => one === kind);
  return known === undefined ? kind : t(`resolver.kind.${known}.name`);
}
