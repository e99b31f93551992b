import { useTranslation } from 'react-i18next';
import { Redirect } from 'wouter';
import { Button } from '../controls/button.tsx';
import { Page } from '../controls/page.tsx';
import { Manifest } from './manifest.tsx';
import { Receipt } from './receipt.tsx';
import { SampleLetter } from './sample-letter.tsx';
import { ShelfLabel } from './shelf-label.tsx';
import { TokenLabel } from './token-label.tsx';

const papers = {
  receipt: Receipt,
  'pin-letter': SampleLetter,
  manifest: Manifest,
  'shelf-label': ShelfLabel,
  'token-label': TokenLabel,
} as const;

interface PaperProps {
  readonly kind: string;
  readonly id: string;
}

/** What can be printed, each as it will be printed; back leads to where it was asked for. */
export function Paper({ kind, id }: PaperProps) {
  const { t } = useTranslation();
  const known = Object.keys(papers).find((one): one is keyof typeof papers => one === kind);
  if (known === undefined) return <Redirect to="/" />;
  const Shown = papers[known];
  const back = () => window.history.back();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape goes back from wherever the focus is on this screen
    <div className="paper-screen" onKeyDown={(event) => event.key === 'Escape' && back()}>
      <Page
        title={t(`paper.title.${known}`)}
        tools={
          <Button kind="plain" keyName="Escape" onPress={back}>
            {t('paper.back')}
          </Button>
        }
      >
        <Shown key={id} id={id} />
      </Page>
    </div>
  );
}
