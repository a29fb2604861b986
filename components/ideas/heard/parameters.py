"""The settings of the "Heard of?" view."""

from core.parameters import Parameter

IDEA = Parameter(
    "idea",
    "Idea",
    str,
    "machine",
    options=("machine", "distillation", "quantum"),
    labels=("Deep kernel machine", "Self-distillation", "Quantum kernel"),
    help="Which idea is looked at: a kernel that is moved towards the labels, a student that "
    "learns from its teacher's answers, or a kernel between states of qubits.",
)
T = Parameter(
    "geodesic_t",
    "Way to the labels t",
    float,
    0.5,
    minimum=0.0,
    maximum=1.0,
    step=0.05,
    help="0: the graph's own kernel. 1: that of the known communities. The matrix and the "
    "clusters move from one to the other.",
)
RIDGE = Parameter(
    "log_ridge",
    "Ridge λ, as a power of ten",
    float,
    -1.0,
    minimum=-3.0,
    maximum=2.0,
    step=0.25,
    help="How much the teacher is held back. The curves show what is left of each direction of "
    "the data.",
)
MIX = Parameter(
    "mix",
    "Share of true answers α",
    float,
    0.0,
    minimum=0.0,
    maximum=1.0,
    step=0.05,
    help="What a student learns from: 0 the teacher's answers alone, 1 the true ones alone, which "
    "changes nothing.",
)
ROUNDS = Parameter(
    "rounds",
    "Students k",
    int,
    1,
    minimum=0,
    maximum=10,
    step=1,
    help="How many students learn one after the other. Each pulls the curve further down.",
)
QUBITS = Parameter(
    "qubits",
    "Qubits",
    int,
    4,
    minimum=2,
    maximum=6,
    step=1,
    help="Columns of the data, one for each qubit. With more of them any two states become "
    "strangers.",
)
BAND = Parameter(
    "band",
    "Band of the angles",
    float,
    1.0,
    minimum=0.05,
    maximum=1.0,
    step=0.05,
    unit="rad",
    help="The standard deviation to which every column is scaled before it becomes an angle. "
    "Smaller: neighbours stay alike, and accuracy returns.",
)
HEARD_PARAMETERS = (IDEA, T, RIDGE, MIX, ROUNDS, QUBITS, BAND)
