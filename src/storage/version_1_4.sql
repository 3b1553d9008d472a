-- What version 1.4 (user_version 1004) adds: an agent's conversations are found without reading everybody's.
CREATE INDEX conversation_agent ON conversation(agent, opened_at);
