import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { LaneView, SpareView } from '../../domain/contract/reprogram.ts';
import { play } from '../ceremony/sound.ts';
import { announce } from '../controls/announcer.tsx';
import { useAppState } from '../queries.ts';

const tones = {
  written: 'touch wanted',
  done: 'proven',
  refused: 'refused',
  failed: 'refused',
  quarantined: 'refused',
} as const;

function isTold(stage: SpareView['stage']): stage is keyof typeof tones {
  return stage in tones;
}

/** Tells whoever does not look what became of each token; with sounds if they are on. */
export function useLaneSigns(lane: LaneView): void {
  const { t } = useTranslation();
  const sound = useAppState().data?.settings.sound === true;
  const before = useRef<ReadonlyMap<string, SpareView['stage']>>(undefined);
  const { spares, notice } = lane;
  useEffect(() => {
    const known = before.current;
    before.current = new Map(spares.map(({ id, stage }) => [id, stage]));
    if (known === undefined) return;
    for (const { id, stage, serial } of spares) {
      if (known.get(id) === stage || !isTold(stage)) continue;
      announce(t(`reprogram.say.${stage}`, { serial }), tones[stage] === 'refused' ? 'assertive' : 'polite');
      if (sound) play(tones[stage]);
    }
  }, [spares, sound, t]);
  const noticed = notice?.code;
  useEffect(() => {
    if (sound && noticed !== undefined) play('refused');
  }, [noticed, sound]);
}
