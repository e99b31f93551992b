import type { TFunction } from 'i18next';
import { everyone } from '../../domain/trust/groups.ts';

interface Named {
  readonly id: string;
  readonly name: string;
}

/** What people call a group; the one that everybody is in has a name in every language. */
export function groupName(t: TFunction, { id, name }: Named): string {
  return id === everyone ? t('trust.group.everyone') : name;
}

/** A way from the group somebody is in to the group that decides, by names. */
export function wayWords(t: TFunction, way: readonly string[], groups: readonly Named[]): string {
  return way
    .map((id) => groupName(t, groups.find((group) => group.id === id) ?? { id, name: id }))
    .reduce((inner, outer) => t('trust.lockout.within', { inner, outer }));
}
