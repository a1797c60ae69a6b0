import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import {
  FormEvent,
  ReactNode,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { describeError } from '../format';

const MAX_LENGTH = 2000;

export type ReasonDialogProps = {
  open: boolean;
  title: string;
  /** What will happen, before it is asked why. */
  children?: ReactNode;
  confirmLabel: string;
  /** `danger` draws the button as one that takes something away. */
  tone?: 'normal' | 'danger';
  /**
   * Called with the reason; a rejection is shown and the dialog stays. It stays
   * without an error when the answer is `stay`: the children say why.
   */
  onConfirm: (reason: string) => Promise<void | 'stay'>;
  /** Nothing is left to confirm: the children say why, and it is only closed. */
  isOver?: boolean;
  onClose: () => void;
};

/** Asks for a reason, without which nothing is done. */
export function ReasonDialog(props: ReasonDialogProps) {
  const { open, onClose } = props;
  const titleId = useId();
  const [busy, setBusy] = useState(false);
  return (
    <Dialog
      open={open}
      onClose={busy ? undefined : onClose}
      aria-labelledby={titleId}
      fullWidth
      maxWidth="sm"
    >
      <ReasonForm {...props} titleId={titleId} busy={busy} setBusy={setBusy} />
    </Dialog>
  );
}

// A component of its own, so that closing the dialog forgets what was typed.
function ReasonForm(
  props: ReasonDialogProps & {
    titleId: string;
    busy: boolean;
    setBusy: (busy: boolean) => void;
  },
) {
  const { titleId, busy, setBusy, onConfirm, onClose } = props;
  const [text, setText] = useState('');
  const input = useRef<HTMLTextAreaElement>(null);
  useEffect(() => input.current?.focus(), []);
  const [error, setError] = useState<unknown>();
  // The contract refuses control characters, so lines become one line.
  const reason = text.replace(/\s+/g, ' ').trim();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!reason || busy) return;
    setBusy(true);
    setError(undefined);
    try {
      if ((await onConfirm(reason)) !== 'stay') onClose();
    } catch (caught) {
      setError(caught);
    } finally {
      setBusy(false);
    }
  };

  if (props.isOver && !busy) {
    return <OnlyClose {...props} />;
  }
  return (
    <form onSubmit={submit}>
      <DialogTitle id={titleId}>{props.title}</DialogTitle>
      <DialogContent>
        {props.children}
        <TextField
          label="Reason"
          helperText="Kept with the decision, for those who read it later."
          value={text}
          onChange={event => setText(event.target.value)}
          inputProps={{ maxLength: MAX_LENGTH }}
          required
          inputRef={input}
          multiline
          minRows={2}
          fullWidth
          margin="normal"
        />
        {error ? (
          <Alert severity="error">{describeError(error).message}</Alert>
        ) : null}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose} disabled={busy}>
          Cancel
        </Button>
        <Button
          type="submit"
          variant="contained"
          color={props.tone === 'danger' ? 'error' : 'primary'}
          disabled={!reason || busy}
        >
          {props.confirmLabel}
        </Button>
      </DialogActions>
    </form>
  );
}

function OnlyClose(props: ReasonDialogProps & { titleId: string }) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <>
      <DialogTitle id={props.titleId}>{props.title}</DialogTitle>
      <DialogContent>{props.children}</DialogContent>
      <DialogActions>
        <Button ref={button} onClick={props.onClose} variant="contained">
          Close
        </Button>
      </DialogActions>
    </>
  );
}
