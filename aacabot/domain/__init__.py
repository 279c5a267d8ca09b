"""Pure rules: no Slack, SQL, network or clock."""
