import { DecisionRecord } from '@adaptive-delivery/plugin-release-common';
import {
  ReactNode,
  createContext,
  useCallback,
  useContext,
  useState,
} from 'react';
import { ApprovalDialog } from './ApprovalDialog';

type Asked = { record: DecisionRecord; answer: 'approve' | 'reject' };

const AskContext = createContext<((asked: Asked) => void) | undefined>(
  undefined,
);

/** Opens the dialog in which a decision is answered. */
export function useAsk(): (asked: Asked) => void {
  const ask = useContext(AskContext);
  if (!ask) throw new Error('useAsk needs AnswerDialogs around it');
  return ask;
}

/**
 * Holds the dialog beside what lists the decisions: a decision that somebody
 * else settles leaves the list, and who was about to answer is still told.
 */
export function AnswerDialogs({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<Asked>();
  const close = useCallback(() => setAsked(undefined), []);
  return (
    <AskContext.Provider value={setAsked}>
      {children}
      {asked ? <ApprovalDialog {...asked} onClose={close} /> : null}
    </AskContext.Provider>
  );
}
