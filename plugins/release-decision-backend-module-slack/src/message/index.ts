export * from './buttons';
export * from './decisionMessage';
export * from './mrkdwn';
export * from './reasonDialog';
