import Check from '@mui/icons-material/Check';
import ContentCopy from '@mui/icons-material/ContentCopy';
import ErrorOutline from '@mui/icons-material/ErrorOutline';
import Button from '@mui/material/Button';
import { useState } from 'react';

const faces = {
  ready: { icon: <ContentCopy />, label: 'Copy' },
  copied: { icon: <Check />, label: 'Copied' },
  failed: {
    icon: <ErrorOutline />,
    label: 'Not allowed; select and copy by hand',
  },
};

/** Puts a text on the clipboard and says whether it is there. */
export function CopyButton(props: { text: string }) {
  const [face, setFace] = useState<keyof typeof faces>('ready');
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.text);
      setFace('copied');
    } catch {
      // Without HTTPS there is no clipboard; the label says what to do.
      setFace('failed');
    }
  };
  return (
    <Button
      size="small"
      startIcon={faces[face].icon}
      onClick={copy}
      aria-live="polite"
    >
      {faces[face].label}
    </Button>
  );
}
