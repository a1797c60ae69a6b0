import { EmptyState, Panel } from '@adaptive-delivery/plugin-release-react';
import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { useLayoutEffect, useRef } from 'react';
import { Place, PolicyFile } from '../domain/source';

/** The files of the bundle as they were read, opened at a place. */
export function FilesPanel(props: {
  files: readonly PolicyFile[];
  place: Place | undefined;
  onShow: (place: Place) => void;
}) {
  const { files, place, onShow } = props;
  const file = files.find(item => item.path === place?.path) ?? files[0];
  if (!file) {
    return (
      <Panel title="Files">
        <EmptyState title="The bundle has no files" />
      </Panel>
    );
  }
  return (
    <Panel title="Files">
      <TextField
        select
        fullWidth
        size="small"
        label="File"
        value={file.path}
        onChange={event => onShow({ path: event.target.value, line: 0 })}
      >
        {files.map(item => (
          <MenuItem key={item.path} value={item.path}>
            {item.path}
          </MenuItem>
        ))}
      </TextField>
      <FileText file={file} place={place} />
    </Panel>
  );
}

function FileText(props: { file: PolicyFile; place: Place | undefined }) {
  const { file, place } = props;
  const ref = useRef<HTMLPreElement>(null);
  useLayoutEffect(() => {
    if (ref.current && place) {
      const lines = file.yaml.split('\n').length;
      ref.current.scrollTop = (place.line / lines) * ref.current.scrollHeight;
    }
  }, [file, place]);
  return (
    <Box
      component="pre"
      ref={ref}
      tabIndex={0}
      aria-label={`Text of ${file.path}`}
      sx={{
        m: 0,
        mt: 1,
        px: 1.5,
        maxHeight: '70vh',
        overflow: 'auto',
        bgcolor: 'action.hover',
        borderRadius: 1,
        fontFamily: 'monospace',
        fontSize: '0.75rem',
        lineHeight: 1.5,
      }}
    >
      {file.yaml}
    </Box>
  );
}
