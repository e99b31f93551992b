import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import type { RolloutFacts } from '../../domain/contract/rollout.ts';
import { type Stage, type StageFact, stagesOf } from '../../domain/rollout/stages.ts';
import { Button } from '../controls/button.tsx';
import { Shape } from '../controls/sign.tsx';
import { useBeginCeremony } from '../desk/begin-ceremony.ts';
import { BeginProblem } from '../desk/begin-problem.tsx';
import { useNext } from './rollout-facts.ts';

/** The five stages with what is done and what is next; each with the fact that shows it and the way to where it is done. */
export function RolloutStages({ facts, alone }: { readonly facts: RolloutFacts; readonly alone: boolean }) {
  const { t, i18n } = useTranslation();
  const list = new Intl.ListFormat(i18n.language, { type: 'conjunction' });
  const everyone = facts.groups.map((group) =>
    group.id === 'everyone' ? { ...group, name: t('rollout.everyone') } : group,
  );
  const stages = stagesOf({ ...facts, groups: everyone }, (names) => list.format(names));
  return (
    <section aria-labelledby="rollout-stages" className="rollout-part rollout-stages">
      <h2 id="rollout-stages">{t('rollout.stages')}</h2>
      <ol>
        {stages.map((stage, index) => (
          <StageLine key={stage.name} stage={stage} number={index + 1} alone={alone} />
        ))}
      </ol>
    </section>
  );
}

interface StageLineProps {
  readonly stage: Stage;
  readonly number: number;
  readonly alone: boolean;
}

function StageLine({ stage, number, alone }: StageLineProps) {
  const { t } = useTranslation();
  const { name, state, fact } = stage;
  return (
    <li data-state={state} aria-current={state === 'now' ? 'step' : undefined}>
      <span className="stage-mark" aria-hidden="true">
        {state === 'done' ? <Shape meaning="proven" /> : number}
      </span>
      <span className="stage-words">
        <span className="large stage-name">{t(`rollout.stage.${name}.name`)}</span>
        <span className="stage-state">{t(`rollout.state.${state}`)}</span>
        <span>{factWords(t, fact)}</span>
      </span>
      {name === 'issue' && fact.say === 'so far' && !alone ? (
        <IssueNext isNow={state === 'now'} />
      ) : (
        <StageWay stage={stage} alone={alone} />
      )}
    </li>
  );
}

function factWords(t: TFunction, fact: StageFact): string {
  switch (fact.say) {
    case 'so far':
      return t('rollout.fact.so far', { have: fact.have, need: fact.need });
    case 'office without':
    case 'required':
      return t(`rollout.fact.${fact.say}`, { names: fact.names });
    case 'too few':
    case 'enough':
    case 'no spare':
    case 'each office':
    case 'everybody':
    case 'locked out':
      return t(`rollout.fact.${fact.say}`, { count: fact.count });
    default:
      return t(`rollout.fact.${fact.say}`);
  }
}

const places = {
  order: '/stock/receive',
  controllers: '/trust/offices',
  contact: '/trust/contact',
  issue: '/trust',
  enforce: '/trust',
} as const;

/** To the place where the stage is done, or can be looked at. */
function StageWay({ stage: { name, state, fact }, alone }: { readonly stage: Stage; readonly alone: boolean }) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  // Tokens are received at the desk.
  if (alone && name === 'order') return null;
  const waits = fact.say === 'so far';
  if (state === 'done' || waits) {
    return (
      <Button
        kind="plain"
        onPress={() => navigate(waits ? '/trust/queue' : places[name])}
        aria-label={t(`rollout.stage.${name}.look`)}
      >
        {t('rollout.look')}
      </Button>
    );
  }
  return (
    <Button kind={state === 'now' ? 'main' : 'second'} onPress={() => navigate(places[name])}>
      {t(`rollout.stage.${name}.go`)}
    </Button>
  );
}

/** Into the ceremony with whoever is next. */
function IssueNext({ isNow }: { readonly isNow: boolean }) {
  const { t } = useTranslation();
  const begin = useBeginCeremony();
  const next = useNext(1).data?.next[0];
  return (
    <span className="stack">
      <Button kind={isNow ? 'main' : 'second'} busy={begin.busy} onPress={() => void begin.run(next)}>
        {next === undefined ? t('desk.issue') : t('rollout.issueTo', { name: next.name })}
      </Button>
      <BeginProblem failure={begin.failure} />
    </span>
  );
}
