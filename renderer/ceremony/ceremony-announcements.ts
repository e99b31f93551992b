import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Ceremony } from '../../domain/ceremony.ts';
import { announce } from '../controls/announcer.tsx';
import { useAttached } from '../queries.ts';
import { play } from './sound.ts';

/** Tells whoever does not look: tokens coming and going, the write, the codes; with sounds if they are on. */
export function useAnnouncements(ceremony: Ceremony | undefined, sound: boolean): void {
  const { t } = useTranslation();
  const tokens = useAttached().data?.tokens;
  const known = useRef<readonly string[]>(undefined);
  useEffect(() => {
    if (tokens === undefined) return;
    const now = tokens.map(({ token }) => token.presence);
    const before = known.current;
    known.current = now;
    if (before === undefined) return;
    for (const { token } of tokens)
      if (!before.includes(token.presence)) announce(t('announce.pluggedIn', { serial: token.serial ?? token.model }));
    if (before.some((presence) => !now.includes(presence))) announce(t('announce.pulledOut'), 'assertive');
  }, [tokens, t]);

  const phase = ceremony?.writing.phase;
  const codes = ceremony?.codes;
  const step = ceremony?.step;
  const outcome = ceremony?.outcome?.kind;
  const problem = ceremony?.problem?.code;
  useEffect(() => {
    if (phase === 'writing') announce(t('announce.writing'));
  }, [phase, t]);
  useEffect(() => {
    if (step === 'prove' && codes === 1) announce(t('announce.firstCode'));
    if (step === 'pin') announce(t('announce.secondCode'));
    if (!sound) return;
    if (step === 'prove') play('touch wanted');
    if (step === 'pin' || outcome === 'issued') play('proven');
  }, [step, codes, outcome, sound, t]);
  useEffect(() => {
    if (sound && problem !== undefined) play('refused');
  }, [problem, sound]);
}
