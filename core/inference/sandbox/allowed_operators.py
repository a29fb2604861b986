"""The operators that a visitor's model may use: arithmetic on tensors, and nothing that loops.

Not in the lists, on purpose: Loop, If and Scan (a program of unknown length), sequences and maps,
strings, image decoding, random numbers (a locator must answer the same twice).
"""

_STANDARD = """
    Abs Acos Acosh Add And ArgMax ArgMin Asin Asinh Atan Atanh AveragePool BatchNormalization
    BitShift Cast CastLike Ceil Celu Clip Compress Concat Constant ConstantOfShape Conv
    ConvTranspose Cos Cosh CumSum DepthToSpace DequantizeLinear Det Div Dropout
    DynamicQuantizeLinear Einsum Elu Equal Erf Exp Expand EyeLike Flatten Floor GRU Gather
    GatherElements GatherND Gelu Gemm GlobalAveragePool GlobalLpPool GlobalMaxPool Greater
    GreaterOrEqual GroupNormalization HardSigmoid HardSwish Hardmax Identity
    InstanceNormalization IsInf IsNaN LRN LSTM LayerNormalization LeakyRelu Less LessOrEqual Log
    LogSoftmax LpNormalization LpPool MatMul MatMulInteger Max MaxPool Mean
    MeanVarianceNormalization Min Mish Mod Mul Neg Not OneHot Or PRelu Pad Pow QLinearConv
    QLinearMatMul QuantizeLinear RMSNormalization RNN Range Reciprocal ReduceL1 ReduceL2
    ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum
    ReduceSumSquare Relu Reshape Resize ReverseSequence Round ScatterElements ScatterND Selu
    Shape Shrink Sigmoid Sign Sin Sinh Size Slice Softmax Softplus Softsign SpaceToDepth Split
    Sqrt Squeeze Sub Sum Swish Tan Tanh ThresholdedRelu Tile TopK Transpose Trilu Unsqueeze
    Where Xor
"""
_LEARNING = """
    ArrayFeatureExtractor Binarizer FeatureVectorizer Imputer LinearRegressor Normalizer
    SVMRegressor Scaler TreeEnsemble TreeEnsembleRegressor
"""
STANDARD = frozenset(_STANDARD.split())
LEARNING = frozenset(_LEARNING.split())
ALLOWED = {"": STANDARD, "ai.onnx": STANDARD, "ai.onnx.ml": LEARNING}
NEWEST_OPSET = {"": 26, "ai.onnx": 26, "ai.onnx.ml": 5}
NEWEST_IR = 13
_RUNTIMES_OWN = ("com.ms", "org.pytorch", "ai.onnx")


def belongs_to_a_runtime(domain: str) -> bool:
    """Whether a runtime may have operators of its own in this domain.

    >>> belongs_to_a_runtime("com.microsoft.nchwc"), belongs_to_a_runtime("com.mine")
    (True, False)
    """
    return domain.startswith("com.microsoft") or any(
        domain == own or domain.startswith(own + ".") for own in _RUNTIMES_OWN
    )
