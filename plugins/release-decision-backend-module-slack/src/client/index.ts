export * from './SlackApi';
export * from './SlackFault';
