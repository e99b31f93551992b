import { useTranslation } from 'react-i18next';
import type { SpareView } from '../../domain/contract/reprogram.ts';
import { type Meaning, Sign } from '../controls/sign.tsx';

const meanings: Readonly<Record<SpareView['stage'], Meaning>> = {
  seen: 'none',
  refused: 'refused',
  prepared: 'none',
  writing: 'none',
  written: 'waiting',
  done: 'proven',
  failed: 'refused',
  quarantined: 'refused',
};

/** How far a token got, by shape and word. */
export function SpareSign({ spare: { stage } }: { readonly spare: SpareView }) {
  const { t } = useTranslation();
  return <Sign meaning={meanings[stage]}>{t(`reprogram.stage.${stage}`)}</Sign>;
}

type Shown = 'waiting' | 'refused' | 'asking' | 'alive' | 'aliveFirst' | 'gone' | 'formerAlive' | 'otherSeed';

const shownMeanings: Readonly<Record<Shown, Meaning>> = {
  waiting: 'waiting',
  asking: 'waiting',
  alive: 'proven',
  aliveFirst: 'proven',
  refused: 'refused',
  gone: 'refused',
  formerAlive: 'refused',
  otherSeed: 'refused',
};

/** What the server showed of the old code and the new one, or when it will. */
export function ProofSign({ spare }: { readonly spare: SpareView }) {
  const { t } = useTranslation();
  const shown = shownOf(spare);
  if (shown === undefined) return null;
  return <Sign meaning={shownMeanings[shown]}>{t(`reprogram.proof.${shown}`)}</Sign>;
}

function shownOf({ stage, delivery, proof }: SpareView): Shown | undefined {
  if (stage !== 'done') return undefined;
  if (delivery === 'refused' || delivery === 'given up') return 'refused';
  if (delivery === 'waiting') return 'waiting';
  if (proof === null) return 'asking';
  if (proof.formerAlive > 0) return 'formerAlive';
  if (proof.typed === false) return 'otherSeed';
  if (proof.fresh === 'gone') return 'gone';
  return proof.former === 0 ? 'aliveFirst' : 'alive';
}
