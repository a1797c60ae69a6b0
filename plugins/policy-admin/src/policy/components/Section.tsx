import { Panel } from '@adaptive-delivery/plugin-release-react';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { ReactNode } from 'react';

/** One section of the bundle, with the way to its file. */
export function Section(props: {
  /** The top-level key. */
  name: string;
  title: string;
  /** What it is for, in a sentence. */
  words?: string;
  onShowSource: (section: string) => void;
  children: ReactNode;
}) {
  return (
    <Panel
      title={props.title}
      action={
        <Button
          size="small"
          aria-label={`Show ${props.name} in its file`}
          onClick={() => props.onShowSource(props.name)}
        >
          YAML
        </Button>
      }
    >
      {props.words && (
        <Typography variant="body2" color="text.secondary" sx={{ mb: 1.5 }}>
          {props.words}
        </Typography>
      )}
      {props.children}
    </Panel>
  );
}
