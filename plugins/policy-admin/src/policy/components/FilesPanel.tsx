import { EmptyState, Panel } from '@adaptive-delivery/plugin-release-react';
import Box from '@mui/material/Box';
import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import { PolicyFile } from '../domain/source';

/** The files of the bundle as they were read. */
export function FilesPanel(props: {
  files: readonly PolicyFile[];
  shown: string | undefined;
  onShow: (path: string) => void;
}) {
  const { files, shown, onShow } = props;
  const file = files.find(item => item.path === shown) ?? files[0];
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
        onChange={event => onShow(event.target.value)}
      >
        {files.map(item => (
          <MenuItem key={item.path} value={item.path}>
            {item.path}
          </MenuItem>
        ))}
      </TextField>
      <Box
        component="pre"
        tabIndex={0}
        aria-label={`Text of ${file.path}`}
        sx={{
          m: 0,
          mt: 1,
          p: 1.5,
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
    </Panel>
  );
}
