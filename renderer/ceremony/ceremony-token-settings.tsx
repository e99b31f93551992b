import { useTranslation } from 'react-i18next';
import type { CredentialType, SlotNumber } from '../../domain/token.ts';
import { Segments } from '../controls/choices.tsx';

/** Where the credential goes and of which kind it is. */
export interface TokenPlan {
  readonly slot: SlotNumber;
  readonly type: CredentialType;
  readonly digits: 6 | 8;
}

export const usualPlan: TokenPlan = { slot: 1, type: 'hotp', digits: 6 };

const kinds = {
  'hotp 6': { type: 'hotp', digits: 6 },
  'hotp 8': { type: 'hotp', digits: 8 },
  'yubico otp': { type: 'yubikey', digits: 6 },
} as const satisfies Record<string, Omit<TokenPlan, 'slot'>>;
type Kind = keyof typeof kinds;

interface CeremonyTokenSettingsProps {
  readonly plan: TokenPlan;
  readonly onChange: (plan: TokenPlan) => void;
}

/** What is hardly ever changed, folded away. */
export function CeremonyTokenSettings({ plan, onChange }: CeremonyTokenSettingsProps) {
  const { t } = useTranslation();
  const kind: Kind = plan.type === 'yubikey' ? 'yubico otp' : plan.digits === 8 ? 'hotp 8' : 'hotp 6';
  return (
    <details className="other-settings">
      <summary>
        {t('ceremony.token.settings')}
        <span className="quiet small">
          {t('ceremony.token.slot', { slot: plan.slot })}, {t(`ceremony.token.kind.${kind}`)}
        </span>
      </summary>
      <div className="column">
        <Segments
          label={t('ceremony.token.slotLabel')}
          choices={(['1', '2'] as const).map((value) => ({ value, label: t('ceremony.token.slot', { slot: value }) }))}
          value={plan.slot === 1 ? '1' : '2'}
          onChange={(value) => onChange({ ...plan, slot: value === '1' ? 1 : 2 })}
        />
        <Segments
          label={t('ceremony.token.kindLabel')}
          choices={(Object.keys(kinds) as Kind[]).map((value) => ({ value, label: t(`ceremony.token.kind.${value}`) }))}
          value={kind}
          onChange={(value) => onChange({ ...plan, ...kinds[value] })}
        />
      </div>
    </details>
  );
}
