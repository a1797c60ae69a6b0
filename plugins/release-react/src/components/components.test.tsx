import { verdictCause } from '@adaptive-delivery/plugin-release-common';
import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { LiveState } from '../hooks';
import { responseError, samplePlan } from '../testUtils';
import { Live } from './Live';
import { ReasonDialog } from './ReasonDialog';
import { StepBar } from './StepBar';
import { CauseIcon, RiskChip, VerdictChip } from './chips';
import { causeIcons } from './icons';

const idle: LiveState<string> = {
  value: undefined,
  error: undefined,
  loading: false,
  updatedAt: undefined,
  refresh: async () => undefined,
};

function live(state: Partial<LiveState<string>>) {
  return render(
    <Live
      state={{ ...idle, ...state }}
      what="the decisions"
      permission="release.decision.read"
    >
      {value => <p>{value}</p>}
    </Live>,
  );
}

describe('Live', () => {
  it('shows a skeleton until there is an answer', () => {
    live({ loading: true });
    expect(
      screen.getByRole('status', { name: 'Loading the decisions' }),
    ).toBeInTheDocument();
  });

  it('says what failed and tries again', async () => {
    const refresh = jest.fn(async () => undefined);
    live({ error: new Error('database is closed'), refresh });
    expect(screen.getByRole('alert')).toHaveTextContent(
      'The decisions could not be loaded',
    );
    expect(screen.getByRole('alert')).toHaveTextContent('database is closed');
    await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
    expect(refresh).toHaveBeenCalled();
  });

  it('keeps the value on screen when it is stale, and says how old', () => {
    live({
      value: 'payments 2.14.0',
      error: new Error('gateway gone'),
      updatedAt: Date.now() - 40_000,
    });
    expect(screen.getByText('payments 2.14.0')).toBeInTheDocument();
    expect(screen.getByRole('alert')).toHaveTextContent(
      'Live updates lost 0:40 ago, reconnecting. gateway gone',
    );
  });

  it('names the missing permission and hides what was seen before', () => {
    live({
      value: 'secret',
      updatedAt: Date.now(),
      error: responseError(403, 'Not for guests'),
    });
    expect(screen.queryByText('secret')).not.toBeInTheDocument();
    expect(screen.getByRole('alert')).toHaveTextContent(
      'release.decision.read',
    );
    expect(screen.getByRole('alert')).toHaveTextContent('Not for guests');
  });
});

describe('ReasonDialog', () => {
  const setUp = (onConfirm: (reason: string) => Promise<void>) => {
    const onClose = jest.fn();
    render(
      <ReasonDialog
        open
        title="Abort 2.14.0?"
        confirmLabel="Abort"
        onConfirm={onConfirm}
        onClose={onClose}
      />,
    );
    return { onClose };
  };

  it('does nothing without a reason, and sends it as one line', async () => {
    const onConfirm = jest.fn(async () => undefined);
    const { onClose } = setUp(onConfirm);
    const confirm = screen.getByRole('button', { name: 'Abort' });
    const input = screen.getByRole('textbox', { name: /Reason/ });
    expect(input).toHaveFocus();
    await userEvent.type(input, '   ');
    expect(confirm).toBeDisabled();
    await userEvent.type(input, 'errors{enter}in the log ');
    await userEvent.click(confirm);
    expect(onConfirm).toHaveBeenCalledWith('errors in the log');
    await waitFor(() => expect(onClose).toHaveBeenCalled());
  });

  it('stays where it is told to, and is only closed once it is over', async () => {
    const onClose = jest.fn();
    const dialog = (isOver: boolean) => (
      <ReasonDialog
        open
        title="Abort 2.14.0?"
        confirmLabel="Abort"
        isOver={isOver}
        onConfirm={async () => 'stay'}
        onClose={onClose}
      />
    );
    const { rerender } = render(dialog(false));
    await userEvent.type(screen.getByRole('textbox', { name: /Reason/ }), 'go');
    await userEvent.click(screen.getByRole('button', { name: 'Abort' }));
    expect(onClose).not.toHaveBeenCalled();
    rerender(dialog(true));
    expect(screen.queryByRole('textbox')).not.toBeInTheDocument();
    const close = screen.getByRole('button', { name: 'Close' });
    expect(close).toHaveFocus();
    await userEvent.click(close);
    expect(onClose).toHaveBeenCalled();
  });

  it('shows a refusal and stays, with what was typed', async () => {
    const { onClose } = setUp(async () => {
      throw responseError(409, 'The decision has changed since you saw it');
    });
    await userEvent.type(screen.getByRole('textbox', { name: /Reason/ }), 'go');
    await userEvent.click(screen.getByRole('button', { name: 'Abort' }));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'The decision has changed since you saw it',
    );
    expect(onClose).not.toHaveBeenCalled();
    expect(screen.getByRole('textbox', { name: /Reason/ })).toHaveValue('go');
  });
});

describe('marks', () => {
  it('draws every cause with its own icon and word', () => {
    const causes = verdictCause.options;
    expect(new Set(causes.map(cause => causeIcons[cause])).size).toBe(
      causes.length,
    );
    render(
      <>
        {causes.map(cause => (
          <CauseIcon key={cause} cause={cause} />
        ))}
      </>,
    );
    const names = screen
      .getAllByRole('img')
      .map(image => image.getAttribute('aria-label'));
    expect(new Set(names).size).toBe(causes.length);
  });

  it('says verdicts and bands in words', () => {
    render(
      <>
        <VerdictChip verdict="slow" cause="noData" />
        <RiskChip score={63.04} band="high" />
      </>,
    );
    expect(screen.getByText('slow')).toBeInTheDocument();
    expect(screen.getByText('risk 63 high')).toBeInTheDocument();
  });

  it.each([
    ['baking', 2, ['done', 'done', 'now', 'to come', 'to come']],
    ['promoted', 4, ['done', 'done', 'done', 'done', 'done']],
    ['pending', 0, Array(5).fill('to come')],
  ] as const)('marks the steps of a %s rollout', (state, stepIndex, said) => {
    render(
      <StepBar steps={samplePlan.steps} stepIndex={stepIndex} state={state} />,
    );
    const steps = screen.getAllByRole('listitem');
    steps.forEach((step, index) =>
      expect(step).toHaveTextContent(new RegExp(`, ${said[index]}$`)),
    );
    expect(
      steps.filter(step => step.hasAttribute('aria-current')),
    ).toHaveLength(state === 'baking' ? 1 : 0);
  });

  it.each([
    ['baking', 'all, to come'],
    ['promoting', '[all], now'],
    ['promoted', 'all, done'],
  ] as const)(
    'says what follows a partial last step while %s',
    (state, said) => {
      render(
        <StepBar
          steps={samplePlan.steps.slice(0, 2)}
          stepIndex={1}
          state={state}
        />,
      );
      expect(screen.getAllByRole('listitem').at(-1)).toHaveTextContent(said);
    },
  );
});
