import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tokenAllowed } from '../../domain/ceremony.ts';
import type { TokenSeen, TokenStanding } from '../../domain/token.ts';
import { Button } from '../controls/button.tsx';
import { Choices } from '../controls/choices.tsx';
import { Problem } from '../controls/problem.tsx';
import { TextField } from '../controls/text-field.tsx';
import { TokenDrawing } from '../controls/token-drawing.tsx';
import { useAction } from '../keydesk.ts';
import { useAttached } from '../queries.ts';
import { CeremonyStep } from './ceremony-step.tsx';
import { CeremonyTokenFacts, SerialToCompare } from './ceremony-token-facts.tsx';
import { CeremonyTokenSettings, type TokenPlan, usualPlan } from './ceremony-token-settings.tsx';
import { PermissionFix } from './permission-fix.tsx';
import type { StepProps } from './step-props.ts';
import './ceremony-token.css';

interface Attached {
  readonly token: TokenSeen;
  readonly standing: TokenStanding;
}

/** Step 3: the token in the port, what it says of itself, and whether it may be issued. */
export function CeremonyToken(props: StepProps) {
  const attached = useAttached();
  const [presence, setPresence] = useState<string>();
  const tokens = attached.data?.tokens ?? [];
  const only = tokens.length === 1 ? tokens[0] : tokens.find(({ token }) => token.presence === presence);
  if (only !== undefined) return <TokenSeenHere key={only.token.presence} {...props} attached={only} />;
  if (tokens.length > 1) return <Several {...props} tokens={tokens} onChoose={setPresence} />;
  return <NoToken {...props} />;
}

function useBack() {
  const { t } = useTranslation();
  const back = useAction('ceremony/back');
  return { label: t('ceremony.back'), run: () => void back.run(), busy: back.busy };
}

function NoToken(props: StepProps) {
  const { t } = useTranslation();
  const trouble = useAttached().data?.troubles[0];
  const practice = useAction('practice/plug-in');
  const isStandIn = props.app.emulator === 'desk';
  const problem = practice.failure ?? props.ceremony.problem;
  return (
    <CeremonyStep {...props} title={t('ceremony.token.plugIn')} lead={t('ceremony.token.plugInLead')} back={useBack()}>
      {trouble !== undefined ? (
        <Problem failure={trouble.failure}>
          {trouble.failure.code === 'device/not-permitted' && <PermissionFix />}
        </Problem>
      ) : (
        problem !== undefined && <Problem failure={problem} />
      )}
      <figure className="token-figure">
        <TokenDrawing model="YubiKey" state="absent" label={t('ceremony.tokenState.absent')} />
      </figure>
      <div className="row practice-offer">
        <p className="quiet measure">{t(isStandIn ? 'ceremony.token.standInHint' : 'ceremony.token.practiceHint')}</p>
        <Button busy={practice.busy} onPress={() => void practice.run()}>
          {t(isStandIn ? 'ceremony.token.standIn' : 'ceremony.token.practice')}
        </Button>
      </div>
    </CeremonyStep>
  );
}

interface SeveralProps extends StepProps {
  readonly tokens: readonly Attached[];
  readonly onChoose: (presence: string) => void;
}

function Several({ tokens, onChoose, ...step }: SeveralProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<string>();
  const [asked, setAsked] = useState(false);
  const go = () => {
    setAsked(true);
    if (chosen !== undefined) onChoose(chosen);
  };
  return (
    <CeremonyStep
      {...step}
      title={t('ceremony.token.several')}
      lead={t('ceremony.token.severalLead')}
      next={{ label: t('ceremony.token.chooseThis'), run: go }}
      back={useBack()}
    >
      <Choices
        label={t('ceremony.token.which')}
        choices={tokens.map(({ token }) => ({
          value: token.presence,
          label: `${token.model} ${token.serial ?? t('ceremony.token.noSerial')}`,
        }))}
        value={chosen}
        onChange={setChosen}
        fault={asked && chosen === undefined ? t('ceremony.token.whichMissing') : undefined}
      />
    </CeremonyStep>
  );
}

function TokenSeenHere({ attached, ...step }: StepProps & { readonly attached: Attached }) {
  const { t } = useTranslation();
  const { token, standing } = attached;
  const [plan, setPlan] = useState<TokenPlan>(usualPlan);
  const [lastFour, setLastFour] = useState('');
  const [asked, setAsked] = useState(false);
  const take = useAction('ceremony/take-token');
  const wantsOverwrite = standing.kind === 'occupied' && standing.slots.includes(plan.slot);
  const confirmed = token.serial?.slice(-4) === lastFour;
  const forbidden = wantsOverwrite ? undefined : tokenAllowed(standing, plan.slot, false);
  const go = () => {
    setAsked(true);
    if (wantsOverwrite && !confirmed) return;
    void take.run({ presence: token.presence, ...plan, ...(wantsOverwrite ? { overwrite: lastFour } : {}) });
  };
  const next = { label: t('ceremony.token.take'), run: go, busy: take.busy };
  return (
    <CeremonyStep
      {...step}
      title={t(forbidden === undefined ? 'ceremony.token.read' : 'ceremony.token.notThis')}
      lead={forbidden === undefined ? t('ceremony.token.readLead') : undefined}
      next={forbidden === undefined ? next : undefined}
      back={useBack()}
      {...(token.serial === undefined ? {} : { aside: <SerialToCompare serial={token.serial} /> })}
    >
      {forbidden !== undefined && <Problem failure={forbidden} />}
      {(take.failure ?? step.ceremony.problem) !== undefined && forbidden === undefined && (
        <Problem failure={take.failure ?? step.ceremony.problem ?? { code: 'app/failed', context: {} }} />
      )}
      <figure className="token-figure">
        <TokenDrawing
          model={token.model}
          state={forbidden === undefined ? 'plugged' : 'refused'}
          label={t(`ceremony.tokenState.${forbidden === undefined ? 'plugged' : 'refused'}`)}
        />
      </figure>
      <CeremonyTokenFacts token={token} />
      {standing.kind === 'quarantined' && <p className="measure">{t('ceremony.token.quarantined')}</p>}
      {wantsOverwrite && (
        <div className="stack overwrite">
          <p className="measure">{t('ceremony.token.occupied', { slot: plan.slot })}</p>
          <TextField
            label={t('ceremony.token.overwrite')}
            mono
            value={lastFour}
            onChange={(value) => setLastFour(value.replace(/\D/g, '').slice(0, 4))}
            autoComplete="off"
            fault={asked && !confirmed ? t('ceremony.token.overwriteWrong') : undefined}
          />
        </div>
      )}
      {forbidden === undefined && <CeremonyTokenSettings plan={plan} onChange={setPlan} />}
    </CeremonyStep>
  );
}
