"""What the hub counts of itself, in Prometheus' form."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_ACK_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3)
_SEND_SECONDS = (0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 15, 60, 300, 3600)


class Metrics:
    """One process's figures; made once in the composition root and handed to whoever counts."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.intake = Counter(
            "aacabot_intake_listings", "Listings received, by outcome", ["marketplace", "outcome"],
            registry=self.registry,
        )  # fmt: skip
        self.cases = Counter("aacabot_cases_opened", "Cases opened", ["marketplace"], registry=self.registry)
        self.clicks = Counter(
            "aacabot_clicks", "Clicks and commands, by action and outcome", ["action", "outcome"],
            registry=self.registry,
        )  # fmt: skip
        self.ack_seconds = Histogram(
            "aacabot_click_ack_seconds", "From a click's arrival to its acknowledgement", ["action"],
            buckets=_ACK_SECONDS, registry=self.registry,
        )  # fmt: skip
        self.takedowns = Counter(
            "aacabot_takedowns", "Steps of takedowns, by outcome", ["marketplace", "outcome"],
            registry=self.registry,
        )  # fmt: skip
        self.send_seconds = Histogram(
            "aacabot_takedown_send_seconds", "From the decision to the marketplace's answer", ["marketplace"],
            buckets=_SEND_SECONDS, registry=self.registry,
        )  # fmt: skip
        self.slack_calls = Counter(
            "aacabot_slack_calls", "Slack Web API calls, by method and outcome", ["method", "outcome"],
            registry=self.registry,
        )  # fmt: skip
        self.queue_depth = Gauge(
            "aacabot_queue_depth", "Work waiting in a queue", ["queue"], registry=self.registry
        )
        self.queue_age = Gauge(
            "aacabot_queue_age_seconds", "Age of the oldest work waiting", ["queue"], registry=self.registry
        )
        self.good_faith_mended = Counter(
            "aacabot_good_faith_mended", "Days whose counts differed from the cases at night",
            registry=self.registry,
        )  # fmt: skip

    def text(self) -> bytes:
        """All figures in the exposition format."""
        return generate_latest(self.registry)
