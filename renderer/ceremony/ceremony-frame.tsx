import type { ReactNode } from 'react';
import { TopLine } from '../frame/top-line.tsx';
import { CeremonyPractice } from './ceremony-practice.tsx';
import { CeremonyRail } from './ceremony-rail.tsx';
import type { StepProps } from './step-props.ts';
import './ceremony-frame.css';

interface CeremonyFrameProps extends StepProps {
  readonly children: ReactNode;
}

/** The controller's side: the rail with the person and the token, the line of state, one thing in the middle. */
export function CeremonyFrame({ app, ceremony, children }: CeremonyFrameProps) {
  return (
    <div className="frame ceremony">
      <CeremonyRail ceremony={ceremony} />
      <TopLine app={app} practice={ceremony.practice} />
      <main className="screen">{children}</main>
      <CeremonyPractice app={app} ceremony={ceremony} />
    </div>
  );
}
