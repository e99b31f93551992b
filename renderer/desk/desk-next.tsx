import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { isRollingOut } from '../../domain/rollout/stages.ts';
import { Button } from '../controls/button.tsx';
import { useBoard, useNext } from '../rollout/rollout-facts.ts';
import type { BeginCeremony } from './begin-ceremony.ts';

/** Who is next in the queue, and the ceremony with them. */
export function DeskNext({ begin }: { readonly begin: BeginCeremony }) {
  const { t } = useTranslation();
  const next = useNext(1).data?.next[0];
  if (next === undefined) return null;
  const { name, office } = next;
  return (
    <Button busy={begin.busy} onPress={() => void begin.run(next)}>
      {office === '' ? t('desk.next', { name }) : t('desk.nextOf', { name, office })}
    </Button>
  );
}

/** The way to the board, while an organisation brings tokens in. */
export function DeskRollout() {
  const { t } = useTranslation();
  const facts = useBoard().data?.facts;
  if (!facts || !isRollingOut(facts)) return null;
  return (
    <p className="large">
      <Link href="/rollout">
        {facts.need === 0 ? t('desk.rolloutBegun') : t('desk.rollout', { have: facts.have, need: facts.need })}
        <span aria-hidden="true"> →</span>
      </Link>
    </p>
  );
}
