#!/usr/bin/env python3
"""Writes what ordinary users of Python's model libraries save: a scanner must call every file safe.

  python3 real-models.py OUT_DIR SECTION...      each section is one library; see real-models.sh for what to install

Wider than the corpus's benign_real.py: every estimator that scikit-learn knows, every layer and optimizer of torch, and so on,
under pickle protocols 0 to 5 where a library allows it. Each file is written by the library itself and is never loaded.
A section that fails is reported and makes the exit status 1; what a library itself refuses to save is listed, not hidden.
"""
import collections, datetime, decimal, enum, fractions, functools, io, ipaddress, operator, os, pathlib, pickle, random, re, string, sys, traceback, types, uuid, warnings, zoneinfo

warnings.filterwarnings("ignore")
os.environ.update(KERAS_BACKEND=os.environ.get("KERAS_BACKEND", "jax"), TOKENIZERS_PARALLELISM="false", CUDA_VISIBLE_DEVICES="", HF_HUB_OFFLINE="1", WANDB_MODE="disabled")
SECTIONS, REFUSED = {}, []
out = None


def section(function):
    SECTIONS[function.__name__] = function
    return function


def at(name):
    path = os.path.join(out, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    return path


def pickled(name, value, protocols=range(6)):
    """value under every protocol that can hold it; one that holds none is listed."""
    written = 0
    for protocol in protocols:
        try:
            data = pickle.dumps(value, protocol)
        except Exception as error:
            last = error
            continue
        with open(at(f"{name}.p{protocol}.pkl"), "wb") as f:
            f.write(data)
        written += 1
    if not written:
        REFUSED.append(f"{name}: {type(last).__name__}: {str(last)[:80]}")


def each(cases):
    for name, value in cases.items():
        pickled(name, value)


@section
def stdlib():
    Point = collections.namedtuple("Point", "x y")
    utc = datetime.timezone.utc
    each({
        "numbers": [0, -1, 255, 256, 65535, 65536, -2**31, 2**31, 2**63, -2**2000, 1.5, float("inf"), float("nan"), 1 + 2j, True, None],
        "text": ["", "a" * 70000, "ünïcödé", "\U0001f600", "\udc80", "line\nbreak", "os.system('x')", "__reduce__"],
        "bytes": [b"", b"\0" * 300, bytes(range(256)), bytearray(b"x" * 300)],
        "containers": [(), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4), [], [1], {}, {"a": 1}, set(), {1, 2}, frozenset({1})],
        "collections": [collections.OrderedDict(a=1), collections.defaultdict(list, a=[1]), collections.defaultdict(dict), collections.defaultdict(int), collections.Counter("abc"),
                        collections.deque([1, 2], 5), collections.ChainMap({"a": 1}), collections.UserDict(a=1), collections.UserList([1]), collections.UserString("s")],
        "dates": [datetime.date(2026, 1, 1), datetime.time(1, 2, 3), datetime.datetime(2026, 1, 1, tzinfo=utc), datetime.timedelta(days=1), utc,
                  datetime.timezone(datetime.timedelta(hours=1)), datetime.datetime(2026, 1, 1, tzinfo=zoneinfo.ZoneInfo("UTC"))],
        "numeric_types": [decimal.Decimal("1.5"), fractions.Fraction(1, 3), decimal.getcontext()],
        "ids": [uuid.uuid5(uuid.NAMESPACE_DNS, "x"), ipaddress.ip_address("127.0.0.1"), ipaddress.ip_network("10.0.0.0/8"), ipaddress.ip_address("::1")],
        "paths": [pathlib.PurePosixPath("a/b"), pathlib.PosixPath("a/b"), pathlib.PureWindowsPath("a")],
        "patterns": [re.compile("a+", re.I), re.compile(rb"\d")],
        "functional": [functools.partial(int, base=2), operator.itemgetter(0), operator.attrgetter("a"), operator.methodcaller("lower"), len, sum, max, str.lower, str.split, float, sorted],
        "types": [int, str, list, dict, type(None), type(...), object, Exception, ValueError("x"), KeyError("k"), ..., NotImplemented],
        "ranges": [range(3), slice(1, 2, 3), iter([1, 2]), iter((1,)), enumerate([1]), zip([1], [2]), reversed([1, 2]), map(str, [1])],
        "enums": [re.IGNORECASE, zoneinfo.ZoneInfo("Europe/Berlin")],
        "random": [random.Random(0), random.getstate()],
        "namespaces": [types.SimpleNamespace(a=1), __import__("argparse").Namespace(lr=1)],
        "string_template": [string.Template("$a"), __import__("array").array("d", [1.0]), __import__("array").array("i", [1])],
        "statistics": __import__("statistics").NormalDist(0, 1),
        "shared": (lambda a: [a, a, {"a": a}])([1, 2]), "recursive": (lambda a: (a.append(a), a)[1])([1]),
    })
    with open(at("many.pkl"), "wb") as f:
        for value in ({"a": 1}, [1, 2], "text"): pickle.dump(value, f)


@section
def numpy():
    import numpy as np
    rng = np.random.default_rng(0)
    kinds = "? i1 i2 i4 i8 u1 u2 u4 u8 f2 f4 f8 c8 c16 S5 U5 M8[D] M8[ns] m8[s] V3 O".split()
    arrays = {}
    for kind in kinds:
        arrays["d_" + re.sub(r"\W", "_", kind)] = np.zeros((2, 3), kind)
    each(arrays)
    each({"structured": np.zeros(3, dtype=[("a", "<i4"), ("b", "U5"), ("c", "f8", (2,))]), "big_endian": np.arange(3, dtype=">f4"), "fortran": np.asfortranarray(np.ones((3, 4))),
          "masked": np.ma.masked_array([1, 2, 3], [0, 1, 0]), "matrix": np.matrix([[1, 2]]), "recarray": np.rec.array([(1, "a")]), "objects": np.array([{"a": 1}, None, "x"], dtype=object),
          "scalars": [np.float16(1), np.float32(1), np.float64(1), np.int8(1), np.int64(1), np.bool_(True), np.complex64(1), np.str_("a"), np.bytes_(b"a"), np.datetime64("2026-01-01"), np.timedelta64(1, "D")],
          "dtypes": [np.dtype(k) for k in kinds], "types": [np.float32, np.int64, np.ndarray, np.generic], "functions": [np.log1p, np.exp, np.mean, np.sqrt, np.add, np.sum, np.median],
          "poly": np.polynomial.Polynomial([1, 2]), "poly1d": np.poly1d([1, 2]), "random_state": np.random.RandomState(0), "generators": [np.random.Generator(g(0)) for g in (np.random.PCG64, np.random.MT19937, np.random.Philox, np.random.SFC64, np.random.PCG64DXSM)],
          "seed_sequence": np.random.SeedSequence(1), "state_tuple": np.random.RandomState(0).get_state(), "empty": np.zeros((0, 3)), "scalar_array": np.array(1.0), "vectorize": np.vectorize(len)})
    if hasattr(np, "dtypes") and hasattr(np.dtypes, "StringDType"):
        each({"string_dtype": np.array(["a", "bb"], dtype=np.dtypes.StringDType())})
    np.savez(at("a.npz"), a=np.ones(3), o=np.array([{"k": 1}], dtype=object)); np.save(at("o.npy"), np.array([[1, "a"]], dtype=object))


@section
def scipy():
    import numpy as np
    import scipy.interpolate as si, scipy.optimize as so, scipy.sparse as sp, scipy.spatial as spatial, scipy.stats as st
    m = np.eye(4)
    for kind in ("csr", "csc", "coo", "bsr", "dia", "dok", "lil"):
        pickled(f"{kind}_matrix", getattr(sp, f"{kind}_matrix")(m)); pickled(f"{kind}_array", getattr(sp, f"{kind}_array")(m))
    x = np.linspace(0, 1, 10)
    each({"interp1d": si.interp1d(x, x), "spline": si.CubicSpline(x, x), "bspline": si.make_interp_spline(x, x), "univariate": si.UnivariateSpline(x, x), "rgi": si.RegularGridInterpolator((x, x), np.ones((10, 10))),
          "pchip": si.PchipInterpolator(x, x), "rbf": si.RBFInterpolator(x[:, None], x), "nearest": si.NearestNDInterpolator(np.random.rand(9, 2), np.ones(9)), "linear_nd": si.LinearNDInterpolator(np.random.rand(9, 2), np.ones(9)),
          "kdtree": spatial.KDTree(np.ones((5, 2))), "ckdtree": spatial.cKDTree(np.ones((5, 2))), "rotation": spatial.transform.Rotation.identity(), "delaunay_points": np.random.rand(4, 2),
          "frozen_norm": st.norm(0, 1), "frozen_gamma": st.gamma(2), "norm": st.norm, "kde": st.gaussian_kde(np.random.rand(20)), "multivariate": st.multivariate_normal(np.zeros(2)),
          "optimize_result": so.OptimizeResult(x=x, fun=1.0), "bounds": so.Bounds([0], [1]), "minimized": so.minimize(lambda v: (v ** 2).sum(), np.ones(2)), "linregress": st.linregress(x, x)})


@section
def pandas():
    import numpy as np
    import pandas as pd
    dates = pd.date_range("2026-01-01", periods=4, tz="Europe/Berlin")
    frame = pd.DataFrame({"i": [1, 2, 3, 4], "f": [.1, .2, .3, None], "s": list("abcd"), "c": pd.Categorical(list("aabb")), "b": [True, False, True, False], "t": dates,
                          "n": pd.array([1, None, 3, 4], dtype="Int64"), "str": pd.array(list("abcd"), dtype="string"), "p": pd.period_range("2026-01", periods=4, freq="M"),
                          "td": pd.to_timedelta([1, 2, 3, 4], unit="h"), "o": [{"a": 1}, [1], None, (1,)], "iv": pd.interval_range(0, 4), "sp": pd.arrays.SparseArray([0, 0, 1, 0]), "bo": pd.array([True, None, False, True], dtype="boolean"), "fl": pd.array([.5, None, 1, 2], dtype="Float64")})
    each({"frame": frame, "indexed": frame.set_index(["i", "s"]), "time_index": frame.set_index("t"), "series": frame["f"], "category": frame["c"], "index": pd.Index(list("ab")), "range": pd.RangeIndex(4),
          "multi": pd.MultiIndex.from_product([[1, 2], list("ab")]), "timestamp": pd.Timestamp("2026-01-01", tz="UTC"), "naive": pd.Timestamp("2026-01-01"), "timedelta": pd.Timedelta(days=1), "period": pd.Period("2026-01"),
          "interval": pd.Interval(0, 1), "offsets": [pd.offsets.Day(2), pd.offsets.MonthEnd(), pd.offsets.BDay(), pd.offsets.Hour(3), pd.DateOffset(months=1)], "na": [pd.NA, pd.NaT],
          "dtypes": [pd.CategoricalDtype(["a"]), pd.DatetimeTZDtype("ns", "UTC"), pd.Int64Dtype(), pd.StringDtype(), pd.BooleanDtype(), pd.PeriodDtype("M"), pd.IntervalDtype("int64"), pd.SparseDtype("f8")],
          "grouped": frame.groupby("b").size(), "period_index": pd.PeriodIndex(["2026-01"], freq="M"), "td_index": pd.TimedeltaIndex([pd.Timedelta(1)]), "cat_index": pd.CategoricalIndex(["a"]), "interval_index": pd.interval_range(0, 2),
          "flags": frame.set_flags(allows_duplicate_labels=False), "attrs": frame.assign(a=1)})
    for ending in ("gz", "bz2", "xz", "zip", "zst"):
        try: frame.to_pickle(at(f"frame.pkl.{ending}"))
        except ImportError as error: REFUSED.append(f"frame.pkl.{ending}: {error}")


@section
def sklearn():
    """Every estimator that scikit-learn lists, fitted, and the usual ways to combine them."""
    import joblib, numpy as np
    from sklearn import compose, datasets, ensemble, gaussian_process, linear_model, metrics, model_selection, multiclass, multioutput, naive_bayes, pipeline, preprocessing, svm, tree, feature_extraction, calibration, feature_selection
    from sklearn.base import clone
    from sklearn.gaussian_process import kernels as k
    from sklearn.utils import all_estimators
    x, y = datasets.make_classification(60, 6, random_state=0); x = np.abs(x)
    base = {"estimator": linear_model.LogisticRegression(), "base_estimator": linear_model.LogisticRegression(), "estimators": [("a", linear_model.LogisticRegression()), ("b", naive_bayes.GaussianNB())]}
    special = {"ColumnTransformer": {"transformers": [("n", preprocessing.StandardScaler(), [0])]}, "FeatureUnion": {"transformer_list": [("n", preprocessing.StandardScaler())]}, "Pipeline": {"steps": [("s", preprocessing.StandardScaler())]},
               "GridSearchCV": {"param_grid": {"C": [1.0]}}, "HalvingGridSearchCV": {"param_grid": {"C": [1.0]}}, "RandomizedSearchCV": {"param_distributions": {"C": [1.0]}, "n_iter": 1}, "HalvingRandomSearchCV": {"param_distributions": {"C": [1.0, 2.0]}},
               "SparseCoder": {"dictionary": np.ones((2, 6))}, "FixedThresholdClassifier": {}, "StackingRegressor": {"estimators": [("a", linear_model.Ridge()), ("b", linear_model.Lasso())]}, "VotingRegressor": {"estimators": [("a", linear_model.Ridge()), ("b", linear_model.Lasso())]}}
    from inspect import signature
    for name, kind in all_estimators():
        parameters = dict(special.get(name, {}))
        for parameter in signature(kind).parameters:
            if parameter in base and parameter not in parameters: parameters[parameter] = base[parameter]
        if name in ("RegressorChain", "MultiOutputRegressor", "RFE", "RFECV") and "estimator" in parameters: parameters["estimator"] = linear_model.Ridge()
        model = kind(**parameters)
        for data in ((x, y), (x, np.stack([y, y], 1)), (["a b c", "b d"], None), (y, None), ([{"a": 1}, {"b": 2}], None), (x[:, 0], y), (x,)):
            try: model.fit(*data); break
            except Exception: continue
        pickled(f"all/{name}", model)
    combined = {
        "columns": compose.make_column_transformer((preprocessing.OneHotEncoder(), [0]), (preprocessing.StandardScaler(), [1, 2]), ("passthrough", [3]), remainder="drop").fit(np.round(x)),
        "columns_frame": compose.make_column_transformer((preprocessing.OneHotEncoder(), compose.make_column_selector(dtype_include=object)), remainder=preprocessing.StandardScaler()).fit(__import__("pandas").DataFrame({"a": list("ab") * 5, "b": range(10)})),
        "target": compose.TransformedTargetRegressor(linear_model.Ridge(), func=np.log1p, inverse_func=np.expm1).fit(x, y + 1.0),
        "deep_pipeline": pipeline.make_pipeline(pipeline.make_union(preprocessing.StandardScaler(), preprocessing.PolynomialFeatures()), ensemble.RandomForestClassifier(3)).fit(x, y),
        "text": pipeline.make_pipeline(feature_extraction.text.TfidfVectorizer(ngram_range=(1, 2), stop_words="english"), linear_model.SGDClassifier(loss="log_loss")).fit(["a bb eval", "cc system"], [0, 1]),
        "hashing": feature_extraction.text.HashingVectorizer().fit(["a"]), "dict": feature_extraction.DictVectorizer().fit([{"a": 1}]),
        "ovo": multiclass.OneVsOneClassifier(svm.LinearSVC()).fit(x, y), "multi": multioutput.MultiOutputClassifier(tree.DecisionTreeClassifier()).fit(x, np.stack([y, y], 1)),
        "calibrated": calibration.CalibratedClassifierCV(svm.LinearSVC(), method="isotonic", cv=2).fit(x, y), "select": feature_selection.SelectKBest(feature_selection.mutual_info_classif, k=2).fit(x, y),
        "search": model_selection.RandomizedSearchCV(svm.SVC(), {"C": __import__("scipy.stats").stats.uniform(0.1, 1)}, n_iter=2, cv=2).fit(x, y), "grid_scorer": model_selection.GridSearchCV(tree.DecisionTreeClassifier(), {"max_depth": [1]}, scoring=metrics.make_scorer(metrics.f1_score), cv=model_selection.StratifiedKFold(2)).fit(x, y),
        "function": preprocessing.FunctionTransformer(np.log1p), "clone": clone(svm.SVR()), "bagging": ensemble.BaggingClassifier(tree.DecisionTreeClassifier(), 3).fit(x, y), "hgb_cat": ensemble.HistGradientBoostingRegressor(max_iter=3, categorical_features=[0]).fit(np.round(x), y),
        "splitters": [model_selection.KFold(3), model_selection.TimeSeriesSplit(), model_selection.GroupKFold(), model_selection.ShuffleSplit(random_state=0), model_selection.PredefinedSplit([0, 1])], "bunch": datasets.load_iris(), "scorers": [metrics.get_scorer(n) for n in ("accuracy", "f1", "roc_auc", "r2")],
        "metric_functions": [metrics.accuracy_score, metrics.mean_squared_error, metrics.pairwise.rbf_kernel]}
    gp = {"rbf": k.ConstantKernel() * k.RBF() + k.WhiteKernel(), "matern": k.Matern(nu=1.5), "rq": k.RationalQuadratic(), "ess": k.ExpSineSquared(), "dot": k.DotProduct(), "exp": k.Exponentiation(k.RBF(), 2), "pairwise": k.PairwiseKernel(), "compound": k.CompoundKernel([k.RBF()])}
    for name, kernel in gp.items():
        combined["gp_" + name] = kernel if name == "compound" else gaussian_process.GaussianProcessRegressor(kernel, alpha=.1).fit(x[:10], y[:10])
    for name, model in combined.items():
        pickled(f"combined/{name}", model)
        joblib.dump(model, at(f"combined/{name}.joblib"))
    for compress in (0, 3, ("gzip", 3), ("bz2", 3), ("xz", 1), ("lzma", 1)):
        joblib.dump(combined["deep_pipeline"], at(f"compressed_{compress if isinstance(compress, int) else compress[0]}.joblib"), compress=compress)
    for protocol in range(6): joblib.dump({"w": x, "o": np.array([1, "a"], object), "f": np.asfortranarray(x)}, at(f"arrays_p{protocol}.joblib"), protocol=protocol)
    import cloudpickle
    for name in ("deep_pipeline", "columns"):
        with open(at(f"cloudpickle_{name}.pkl"), "wb") as f: cloudpickle.dump(combined[name], f)


@section
def boosters():
    import numpy as np
    import catboost, joblib, lightgbm, xgboost
    x = np.random.default_rng(0).normal(size=(60, 5)); y = (x[:, 0] > 0).astype(int); groups = [30, 30]
    each({"xgb_c": xgboost.XGBClassifier(n_estimators=3, early_stopping_rounds=2).fit(x, y, eval_set=[(x, y)], verbose=False), "xgb_r": xgboost.XGBRegressor(n_estimators=3, objective="reg:absoluteerror").fit(x, y), "xgb_k": xgboost.XGBRanker(n_estimators=3).fit(x, y, group=groups),
          "xgb_rf": xgboost.XGBRFClassifier(n_estimators=3).fit(x, y), "xgb_linear": xgboost.train({"booster": "gblinear"}, xgboost.DMatrix(x, y), 2), "xgb_dart": xgboost.train({"booster": "dart"}, xgboost.DMatrix(x, y), 2), "xgb_callback": [xgboost.callback.EarlyStopping(3), xgboost.callback.LearningRateScheduler(float)], "xgb_unfitted": xgboost.XGBClassifier(),
          "lgb_c": lightgbm.LGBMClassifier(n_estimators=3, verbose=-1).fit(x, y), "lgb_r": lightgbm.LGBMRegressor(n_estimators=3, verbose=-1).fit(x, y), "lgb_k": lightgbm.LGBMRanker(n_estimators=3, verbose=-1).fit(x, y, group=groups), "lgb_booster": lightgbm.train({"verbose": -1}, lightgbm.Dataset(x, y), 2),
          "cat_c": catboost.CatBoostClassifier(iterations=3, verbose=False, allow_writing_files=False).fit(x, y), "cat_r": catboost.CatBoostRegressor(iterations=3, verbose=False, allow_writing_files=False).fit(x, y), "cat_unfitted": catboost.CatBoostClassifier(), "cat_rank": catboost.CatBoostRanker(iterations=3, verbose=False, allow_writing_files=False).fit(x, y, group_id=[0] * 30 + [1] * 30)})
    joblib.dump(xgboost.XGBClassifier(n_estimators=3).fit(x, y), at("xgb.joblib")); joblib.dump(lightgbm.LGBMClassifier(n_estimators=3, verbose=-1).fit(x, y), at("lgb.joblib"))
    cv = lightgbm.cv({"verbose": -1, "objective": "binary"}, lightgbm.Dataset(x, y), 2, return_cvbooster=True); pickled("lgb_cv", cv["cvbooster"])


@section
def statsmodels():
    import numpy as np
    import pandas as pd
    import statsmodels.api as sm, statsmodels.formula.api as smf
    from statsmodels.tsa.api import ARIMA, ExponentialSmoothing, SARIMAX, VAR, AutoReg, Holt
    rng = np.random.default_rng(0); frame = pd.DataFrame({"y": rng.normal(size=60), "a": rng.normal(size=60), "g": list("abc") * 20}); frame["b"] = (frame.y > 0).astype(int)
    series = pd.Series(np.cumsum(rng.normal(size=60)), index=pd.date_range("2026-01-01", periods=60))
    each({"ols": sm.OLS(frame.y, sm.add_constant(frame.a)).fit(), "glm": sm.GLM(frame.b, frame[["a"]], family=sm.families.Binomial()).fit(), "logit": sm.Logit(frame.b, frame[["a"]]).fit(disp=0), "poisson": sm.Poisson(frame.b, frame[["a"]]).fit(disp=0),
          "formula": smf.ols("y ~ a + C(g)", frame).fit(), "formula_log": smf.glm("b ~ np.exp(a)", frame, family=sm.families.Binomial()).fit(), "mixed": smf.mixedlm("y ~ a", frame, groups=frame.g).fit(), "rlm": sm.RLM(frame.y, frame[["a"]]).fit(), "quant": smf.quantreg("y ~ a", frame).fit(),
          "arima": ARIMA(series, order=(1, 0, 0)).fit(), "sarimax": SARIMAX(series, order=(1, 0, 0)).fit(disp=0), "ets": ExponentialSmoothing(series, trend="add", initialization_method="estimated").fit(), "holt": Holt(series, initialization_method="estimated").fit(), "ar": AutoReg(series, 1).fit(), "var": VAR(np.diff(frame[["y", "a"]], axis=0)).fit(1), "wls": sm.WLS(frame.y, frame[["a"]], np.ones(60)).fit(), "kde": sm.nonparametric.KDEUnivariate(frame.y)})
    result = sm.OLS(frame.y, frame[["a"]]).fit(); result.save(at("ols.pickle")); result.save(at("ols_small.pickle"), remove_data=True)


@section
def learners():
    """Libraries in the style of scikit-learn, and others that people pickle."""
    import numpy as np
    import pandas as pd
    import category_encoders as ce, feature_engine.imputation as fi, feature_engine.encoding as fe, gensim, hmmlearn.hmm, imblearn.over_sampling as over, imblearn.pipeline, imblearn.ensemble, lifelines, mlxtend.classifier, mlxtend.feature_selection, mlxtend.frequent_patterns, networkx as nx, nltk
    from sklearn import linear_model, svm
    rng = np.random.default_rng(0); x = rng.normal(size=(60, 4)); y = (x[:, 0] > 0).astype(int); frame = pd.DataFrame({"c": list("abc") * 20, "n": x[:, 0]})
    for name in ("TargetEncoder", "OrdinalEncoder", "OneHotEncoder", "BinaryEncoder", "CountEncoder", "HashingEncoder", "CatBoostEncoder", "WOEEncoder", "LeaveOneOutEncoder", "JamesSteinEncoder"):
        pickled("ce_" + name, getattr(ce, name)(cols=["c"]).fit(frame, y))
    each({"fe_mean": fi.MeanMedianImputer(variables=["n"]).fit(frame), "fe_rare": fe.RareLabelEncoder(variables=["c"]).fit(frame), "smote": over.SMOTE(), "imb_pipe": imblearn.pipeline.make_pipeline(over.SMOTE(), linear_model.LogisticRegression()).fit(x, y), "imb_forest": imblearn.ensemble.BalancedRandomForestClassifier(3).fit(x, y),
          "hmm": hmmlearn.hmm.GaussianHMM(2).fit(x), "kmf": lifelines.KaplanMeierFitter().fit(np.abs(x[:, 0])), "cox": lifelines.CoxPHFitter(penalizer=.1).fit(pd.DataFrame({"T": np.abs(x[:, 0]), "E": y, "a": x[:, 1]}), "T", "E"),
          "mlx_stack": mlxtend.classifier.StackingClassifier([linear_model.LogisticRegression()], linear_model.LogisticRegression()).fit(x, y), "graph": nx.karate_club_graph(), "digraph": nx.DiGraph([(1, 2)]), "multigraph": nx.MultiGraph([(1, 2)]),
          "word2vec": gensim.models.Word2Vec([["a", "b"], ["b", "c"]] * 5, min_count=1, vector_size=4), "doc2vec": gensim.models.Doc2Vec([gensim.models.doc2vec.TaggedDocument(["a", "b"], [0])], min_count=1, vector_size=4), "dictionary": gensim.corpora.Dictionary([["a", "b"]]), "lda": gensim.models.LdaModel([[(0, 1)]], 2), "fasttext": gensim.models.FastText([["a", "b"]] * 3, min_count=1, vector_size=4), "phrases": gensim.models.Phrases([["a", "b"]]), "tfidf": gensim.models.TfidfModel([[(0, 1)]]), "lsi": gensim.models.LsiModel([[(0, 1)], [(1, 2)]], num_topics=1),
          "freq": nltk.FreqDist("aab"), "stemmers": [nltk.PorterStemmer(), nltk.SnowballStemmer("english"), nltk.LancasterStemmer()], "cfd": nltk.ConditionalFreqDist([("a", "b")]), "ngram_tagger": nltk.UnigramTagger([[("a", "NN")]]), "bigram_tagger": nltk.BigramTagger([[("a", "NN")]], backoff=nltk.DefaultTagger("NN")), "nb": nltk.NaiveBayesClassifier.train([({"a": 1}, "x"), ({"a": 2}, "y")]), "tree": nltk.Tree.fromstring("(S (NP a))"), "tokenizers": [nltk.RegexpTokenizer(r"\w+"), nltk.TweetTokenizer(), nltk.PunktSentenceTokenizer()], "maxent": nltk.MaxentClassifier.train([({"a": 1}, "x"), ({"a": 2}, "y")], trace=0, max_iter=2)})
    gensim.models.Word2Vec([["a", "b"]] * 5, min_count=1, vector_size=4).save(at("w2v.model")); gensim.corpora.Dictionary([["a"]]).save(at("dict.gensim"))
    from sktime.forecasting.naive import NaiveForecaster
    pickled("sktime_naive", NaiveForecaster().fit(pd.Series([1., 2., 3.])))
    import omegaconf
    pickled("omegaconf", omegaconf.OmegaConf.create({"lr": .1, "a": {"b": [1, 2, "${lr}"]}}))


@section
def spacy():
    import spacy as s
    from spacy.tokens import DocBin
    nlp = s.blank("en"); nlp.add_pipe("sentencizer"); ruler = nlp.add_pipe("entity_ruler"); ruler.add_patterns([{"label": "ORG", "pattern": "Apple"}])
    text = nlp.add_pipe("textcat"); text.add_label("a"); text.add_label("b"); nlp.initialize()
    doc = nlp("Apple is here. So are we.")
    each({"doc": doc, "vocab": nlp.vocab, "strings": nlp.vocab.strings, "bytes": nlp.to_bytes(), "docs": [doc, doc], "vectors": nlp.vocab.vectors})
    nlp.to_disk(at("pipeline")); DocBin(docs=[doc]).to_disk(at("docs.spacy"))
    for language in ("de", "fr", "xx"): pickled("vocab_" + language, s.blank(language).vocab)


@section
def onnx_skops_keras():
    import numpy as np
    import keras, onnx, skops.io
    from onnx import TensorProto, helper
    from sklearn import ensemble, linear_model, pipeline, preprocessing, svm
    x = np.random.default_rng(0).normal(size=(40, 4)); y = (x[:, 0] > 0).astype(int)
    for name, model in {"svc": svm.SVC(), "forest": ensemble.RandomForestClassifier(3), "hgb": ensemble.HistGradientBoostingClassifier(max_iter=2), "pipe": pipeline.make_pipeline(preprocessing.StandardScaler(), linear_model.SGDClassifier())}.items():
        skops.io.dump(model.fit(x, y), at(f"{name}.skops"))
    graph = helper.make_graph([helper.make_node("Relu", ["x"], ["y"])], "g", [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1])], [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1])])
    onnx.save(helper.make_model(graph), at("relu.onnx")); pickled("onnx_bytes", helper.make_model(graph).SerializeToString())
    L = keras.layers
    model = keras.Sequential([L.Input((8,)), L.Dense(4, activation="gelu", kernel_regularizer="l2"), L.LayerNormalization(), L.Dense(2, activation="softmax")]); model.compile("adamw", "categorical_crossentropy", metrics=["accuracy"])
    model.fit(np.ones((4, 8)), np.eye(2)[[0, 1, 0, 1]], verbose=0); model.save(at("dense.keras")); model.save(at("dense.h5")); model.save_weights(at("dense.weights.h5")); pickled("keras_weights", model.get_weights()); pickled("keras_config", model.get_config())
    sequence = keras.Input((None,), dtype="int32"); h = L.Embedding(20, 8)(sequence); h = L.MultiHeadAttention(2, 4)(h, h); h = L.GRU(4)(h); keras.Model(sequence, L.Dense(1)(h)).save(at("attention.keras"))
    image = keras.Input((32, 32, 3)); h = L.Rescaling(1 / 255)(image); h = L.SeparableConv2D(4, 3)(h); h = L.MaxPooling2D()(h); h = L.Conv2DTranspose(2, 3)(h); h = L.GlobalMaxPooling2D()(h); keras.Model(image, L.Dense(2)(L.Concatenate()([h, h]))).save(at("image.keras"))


def torch_saved(value, name):
    """torch.save, unless the library cannot pickle the value, which is listed."""
    import torch
    try: torch.save(value, at(name))
    except (TypeError, AttributeError, pickle.PicklingError) as error:
        os.path.exists(at(name)) and os.remove(at(name))
        REFUSED.append(f"{name}: {str(error)[:80]}")


def torch_parts():
    import torch
    torch.manual_seed(0)
    return torch, torch.nn


@section
def torch_tensors():
    torch, nn = torch_parts()
    kinds = "float16 bfloat16 float32 float64 int8 int16 int32 int64 uint8 bool complex64 complex128 complex32 float8_e4m3fn float8_e5m2 float8_e4m3fnuz float8_e5m2fnuz uint16 uint32 uint64".split()
    tensors = {k: torch.zeros(2, 3).to(getattr(torch, k)) for k in kinds if hasattr(torch, k) and k != "complex32"}
    odd = {"empty": torch.zeros(0, 3), "scalar": torch.tensor(1.), "view": torch.arange(12.).reshape(3, 4)[:, 1:], "transposed": torch.ones(2, 3).t(), "grad": torch.ones(2, requires_grad=True), "parameter": nn.Parameter(torch.ones(2)), "buffer": nn.Parameter(torch.ones(2), requires_grad=False),
           "quantized": torch.quantize_per_tensor(torch.ones(3), .1, 0, torch.qint8), "per_channel": torch.quantize_per_channel(torch.ones(2, 2), torch.ones(2), torch.zeros(2), 0, torch.quint8), "sparse": torch.eye(3).to_sparse(), "csr": torch.eye(3).to_sparse_csr(), "size": torch.Size([1, 2]), "dtype": torch.float16, "device": torch.device("cpu"), "generator_state": torch.get_rng_state(),
           "layout": torch.strided, "memory_format": torch.channels_last, "named_tuple": torch.ones(2, 2).max(0), "storage": torch.ones(2).storage(), "conj": torch.ones(2, dtype=torch.complex64).conj(), "neg": torch.ones(2, dtype=torch.complex64).conj().imag, "finfo": [torch.float32, torch.int8], "uninitialized": nn.parameter.UninitializedParameter(), "meta": torch.ones(2, device="meta")}
    for name, value in {**tensors, **odd, "all": tensors}.items():
        try: torch.save(value, at(f"{name}.pt"))
        except Exception as error: REFUSED.append(f"{name}.pt: {str(error)[:80]}"); continue
        torch.save(value, at(f"legacy_{name}.pth"), _use_new_zipfile_serialization=False)
        pickled("pickled_" + name, value)
    for protocol in range(2, 6): torch.save(tensors, at(f"all_p{protocol}.bin"), pickle_protocol=protocol)


@section
def torch_modules():
    """Every layer that can be made, alone, as a whole module and as a state dict; and nested ones."""
    import inspect
    torch, nn = torch_parts()
    given = {"in_features": 4, "out_features": 4, "in1_features": 4, "in2_features": 4, "num_features": 4, "in_channels": 4, "out_channels": 4, "kernel_size": 3, "num_embeddings": 4, "embedding_dim": 4, "embed_dim": 4, "num_heads": 2, "d_model": 4, "nhead": 2, "num_channels": 4, "num_groups": 2, "normalized_shape": 4, "input_size": 4, "hidden_size": 4, "size": 2, "norm_type": 2, "num_classes": 4,
             "output_size": 2, "upscale_factor": 2, "downscale_factor": 2, "padding": 1, "value": 0.0, "n_classes": 8, "cutoffs": [2, 4], "min_val": -1, "max_val": 1, "threshold": .1, "groups": 2, "num_parameters": 1, "lower": .1, "dim": 1, "unflattened_size": (2, 2), "encoder_layer": nn.TransformerEncoderLayer(4, 2, 8), "decoder_layer": nn.TransformerDecoderLayer(4, 2, 8), "num_layers": 1, "margin": 1.0}
    for name in sorted(dir(nn)):
        kind = getattr(nn, name)
        if not inspect.isclass(kind) or not issubclass(kind, nn.Module) or name in ("Module", "Container", "DataParallel", "FractionalMaxPool2d", "FractionalMaxPool3d"): continue
        needed = [p.name for p in inspect.signature(kind.__init__).parameters.values() if p.default is p.empty and p.kind == p.POSITIONAL_OR_KEYWORD and p.name != "self"]
        recurrent = (4, 4) if name in ("GRU", "LSTM", "RNN") else ()
        try: module = kind(*recurrent, *[given[n] for n in needed if n not in ("args", "kwargs")])
        except Exception as error: REFUSED.append(f"nn.{name}: not made: {str(error)[:60]}"); continue
        torch.save(module, at(f"layers/{name}.pt"))
        torch.save(module.state_dict(), at(f"layers/{name}.state.pt"))
    net = nn.Sequential(collections.OrderedDict(conv=nn.Conv2d(3, 4, 3), norm=nn.BatchNorm2d(4), act=nn.SiLU(), blocks=nn.ModuleList([nn.ModuleDict({"a": nn.Linear(4, 4)}), nn.ParameterList([nn.Parameter(torch.ones(2))])])))
    torch.save(net, at("nested.pt")); torch.save(net.state_dict(), at("nested.state.bin")); torch.save(net, at("nested_legacy.pt"), _use_new_zipfile_serialization=False)
    normed = nn.utils.weight_norm(nn.Linear(4, 4)); torch.save(normed.state_dict(), at("weight_norm.pt")); torch.save(normed, at("weight_norm_module.pt")); torch.save(nn.utils.spectral_norm(nn.Linear(4, 4)), at("spectral_norm_module.pt"))
    import torch.nn.utils.prune
    pruned = nn.Linear(4, 4); torch.nn.utils.prune.l1_unstructured(pruned, "weight", .5); torch.save(pruned, at("pruned.pt"))
    parametrized = nn.utils.parametrizations.orthogonal(nn.Linear(4, 4)); torch.save(parametrized.state_dict(), at("parametrized.state.pt"))
    engine = "fbgemm" if "fbgemm" in torch.backends.quantized.supported_engines else "qnnpack"
    torch.backends.quantized.engine = engine
    dynamic = torch.ao.quantization.quantize_dynamic(nn.Sequential(nn.Linear(4, 4), nn.LSTM(4, 4)), {nn.Linear, nn.LSTM}, torch.qint8)
    torch.save(dynamic.state_dict(), at("dynamic_quant.state.pt")); torch.save(dynamic, at("dynamic_quant.pt"))
    static = nn.Sequential(torch.ao.quantization.QuantStub(), nn.Conv2d(3, 3, 1), nn.ReLU(), torch.ao.quantization.DeQuantStub()); static.qconfig = torch.ao.quantization.get_default_qconfig(engine); static.eval()
    prepared = torch.ao.quantization.prepare(static); torch_saved(prepared, "static_prepared.pt"); prepared(torch.ones(1, 3, 4, 4)); converted = torch.ao.quantization.convert(prepared); torch.save(converted.state_dict(), at("static_quant.state.pt")); torch.save(converted, at("static_quant.pt"))
    torch.jit.save(torch.jit.script(nn.Sequential(nn.Linear(4, 4), nn.ReLU())), at("script.pt")); torch.jit.save(torch.jit.trace(nn.LSTM(4, 4), torch.ones(2, 1, 4)), at("traced.pt"))


@section
def torch_training():
    """Optimizers, schedulers, scalers, samplers, datasets: what checkpoints hold."""
    import inspect
    torch, nn = torch_parts()
    for name in sorted(dir(torch.optim)):
        kind = getattr(torch.optim, name)
        if not inspect.isclass(kind) or not issubclass(kind, torch.optim.Optimizer) or name in ("Optimizer", "SparseAdam"): continue
        model = nn.Linear(4, 4, bias=False)
        optimizer = kind(model.parameters(), lr=.01)
        def closure():
            optimizer.zero_grad(); loss = model(torch.ones(2, 4)).sum(); loss.backward(); return loss
        try: optimizer.step(closure)
        except Exception: pass
        scheduler = torch.optim.lr_scheduler.StepLR(optimizer, 1)
        torch.save({"epoch": 1, "model_state_dict": model.state_dict(), "optimizer_state_dict": optimizer.state_dict(), "scheduler": scheduler.state_dict(), "loss": torch.tensor(1.), "rng": torch.get_rng_state(), "best": float("-inf"), "args": __import__("argparse").Namespace(lr=.1, out=pathlib.Path("out")), "np_rng": __import__("numpy").random.get_state(), "py_rng": random.getstate()}, at(f"checkpoint_{name}.pt"))
        torch_saved(optimizer, f"optimizer_{name}.pt")
    optimizer = torch.optim.SGD(nn.Linear(2, 2).parameters(), lr=.1)
    S = torch.optim.lr_scheduler
    for name, make in {"lambda": lambda: S.LambdaLR(optimizer, lambda epoch: .9), "cosine": lambda: S.CosineAnnealingLR(optimizer, 3), "onecycle": lambda: S.OneCycleLR(optimizer, .1, total_steps=5), "plateau": lambda: S.ReduceLROnPlateau(optimizer), "warm": lambda: S.CosineAnnealingWarmRestarts(optimizer, 3), "cyclic": lambda: S.CyclicLR(optimizer, .1, .2), "sequential": lambda: S.SequentialLR(optimizer, [S.ConstantLR(optimizer), S.ExponentialLR(optimizer, .9)], [2]), "multistep": lambda: S.MultiStepLR(optimizer, [1, 2])}.items():
        scheduler = make(); torch_saved(scheduler.state_dict(), f"scheduler_{name}.state.pt"); torch_saved(scheduler, f"scheduler_{name}.pt")
    data = torch.utils.data
    set_ = data.TensorDataset(torch.ones(4, 2), torch.zeros(4))
    torch.save({"set": set_, "subset": data.Subset(set_, [0, 1]), "concat": data.ConcatDataset([set_, set_]), "split": data.random_split(set_, [2, 2])}, at("datasets.pt"))
    torch.save([data.RandomSampler(set_), data.SequentialSampler(set_), data.WeightedRandomSampler([.5, .5], 2), data.BatchSampler(data.SequentialSampler(set_), 2, False)], at("samplers.pt"))
    torch.save([torch.distributions.Normal(0., 1.), torch.distributions.Categorical(torch.ones(3)), torch.distributions.MultivariateNormal(torch.zeros(2), torch.eye(2)), torch.distributions.Beta(1., 1.), torch.distributions.Independent(torch.distributions.Normal(torch.zeros(2), torch.ones(2)), 1)], at("distributions.pt"))
    torch.save(collections.defaultdict(dict, {"a": {"b": torch.ones(1)}}), at("defaultdict.pt"))


@section
def torchvision_timm():
    torch, nn = torch_parts()
    import timm, torchvision
    for name in ("resnet18", "mobilenet_v3_small", "shufflenet_v2_x0_5", "squeezenet1_1", "efficientnet_b0", "mnasnet0_5", "vit_b_32", "swin_t", "convnext_tiny", "densenet121", "googlenet", "regnet_y_400mf"):
        model = torchvision.models.get_model(name, weights=None)
        for parameter in model.parameters(): parameter.data = parameter.data[:1].clone()
        torch.save(model, at(f"tv_{name}.pt"))
    for name in ("resnet10t", "vit_tiny_patch16_224", "convnextv2_atto", "efficientnet_lite0", "mobilenetv4_conv_small", "swin_tiny_patch4_window7_224", "mixer_s32_224", "deit_tiny_patch16_224", "levit_128s", "regnetx_002"):
        model = timm.create_model(name)
        for parameter in model.parameters(): parameter.data = parameter.data[:1].clone()
        torch.save(model, at(f"timm_{name}.pt"))
    T = torchvision.transforms
    torch.save(T.Compose([T.Resize(32), T.CenterCrop(32), T.ToTensor(), T.Normalize([.5], [.5]), T.RandomHorizontalFlip()]), at("transforms.pt")); pickled("transforms", T.Compose([T.Resize(32), T.ToTensor(), T.ColorJitter(.1), T.RandomErasing()]))
    detection = torchvision.models.detection.fasterrcnn_mobilenet_v3_large_320_fpn(weights=None, weights_backbone=None)
    for parameter in detection.parameters(): parameter.data = parameter.data[:1].clone()
    torch.save(detection, at("detection.pt"))


@section
def huggingface():
    torch, nn = torch_parts()
    import transformers as t
    from transformers import Seq2SeqTrainingArguments, TrainingArguments
    torch.save(TrainingArguments(out, report_to=[], use_cpu=True), at("training_args.bin")); torch.save(Seq2SeqTrainingArguments(out, report_to=[], use_cpu=True, predict_with_generate=True, generation_config=t.GenerationConfig(max_length=5)), at("seq2seq_args.bin"))
    tiny = dict(hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8, vocab_size=30)
    models = {"bert": t.BertModel(t.BertConfig(**tiny)), "llama": t.LlamaForCausalLM(t.LlamaConfig(**tiny)), "gpt2": t.GPT2LMHeadModel(t.GPT2Config(n_embd=8, n_layer=1, n_head=2, vocab_size=30)), "t5": t.T5ForConditionalGeneration(t.T5Config(d_model=8, d_kv=4, d_ff=8, num_layers=1, num_heads=2, vocab_size=30)), "roberta": t.RobertaForSequenceClassification(t.RobertaConfig(**tiny)),
              "vit": t.ViTForImageClassification(t.ViTConfig(hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8, image_size=16, patch_size=8)), "whisper": t.WhisperForConditionalGeneration(t.WhisperConfig(d_model=8, encoder_layers=1, decoder_layers=1, encoder_attention_heads=2, decoder_attention_heads=2, encoder_ffn_dim=8, decoder_ffn_dim=8, vocab_size=60, num_mel_bins=4, pad_token_id=1, bos_token_id=2, eos_token_id=3, decoder_start_token_id=2)), "mistral": t.MistralForCausalLM(t.MistralConfig(**tiny, num_key_value_heads=1))}
    for name, model in models.items():
        torch.save(model.state_dict(), at(f"{name}/pytorch_model.bin")); torch.save(model, at(f"{name}_module.pt")); model.save_pretrained(at(name))
        pickled(f"config_{name}", model.config)
    import tokenizers as tk
    tokenizer = tk.Tokenizer(tk.models.WordLevel({"a": 0, "[UNK]": 1}, unk_token="[UNK]")); tokenizer.pre_tokenizer = tk.pre_tokenizers.Whitespace(); fast = t.PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="[UNK]"); pickled("fast_tokenizer", fast); fast.save_pretrained(at("tokenizer")); pickled("batch", fast(["a a"])); pickled("tokens_tokenizer", tokenizer)
    pickled("outputs", models["bert"](torch.ones(1, 2, dtype=torch.long))); pickled("generation", t.GenerationConfig(max_length=3)); pickled("trainer_state", t.TrainerState(epoch=1.0))
    scheduler = t.get_linear_schedule_with_warmup(torch.optim.AdamW(models["bert"].parameters()), 1, 2); torch.save(scheduler.state_dict(), at("scheduler.pt")); torch.save(scheduler, at("scheduler_object.pt"))
    import peft
    adapted = peft.get_peft_model(models["llama"], peft.LoraConfig(r=2, target_modules=["q_proj"])); adapted.save_pretrained(at("lora")); adapted.save_pretrained(at("lora_bin"), safe_serialization=False); torch.save(adapted, at("peft_module.pt")); pickled("lora_config", peft.LoraConfig(r=2))
    import accelerate
    accelerator = accelerate.Accelerator(cpu=True); model, optimizer = accelerator.prepare(nn.Linear(2, 2), torch.optim.AdamW(nn.Linear(2, 2).parameters())); accelerator.save_state(at("accelerate_state"), safe_serialization=False)


@section
def lightning():
    torch, nn = torch_parts()
    import lightning as l
    class Net(l.LightningModule):
        def __init__(self, lr=.1, layers=[1, 2], path=pathlib.Path("x")):
            super().__init__(); self.save_hyperparameters(); self.layer = nn.Linear(2, 1)
        def training_step(self, batch, _): loss = self.layer(batch[0]).sum(); self.log("loss", loss); return loss
        def configure_optimizers(self):
            optimizer = torch.optim.AdamW(self.parameters(), lr=.1); return {"optimizer": optimizer, "lr_scheduler": torch.optim.lr_scheduler.StepLR(optimizer, 1)}
    data = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(torch.ones(4, 2)), 2)
    callbacks = [l.pytorch.callbacks.ModelCheckpoint(out, monitor="loss", save_last=True), l.pytorch.callbacks.EarlyStopping("loss"), l.pytorch.callbacks.LearningRateMonitor(), l.pytorch.callbacks.StochasticWeightAveraging(.1), l.pytorch.callbacks.Timer()]
    trainer = l.Trainer(max_epochs=2, accelerator="cpu", callbacks=callbacks, logger=l.pytorch.loggers.CSVLogger(at("logs")), enable_progress_bar=False, enable_model_summary=False); trainer.fit(Net(), data); trainer.save_checkpoint(at("manual.ckpt")); trainer.save_checkpoint(at("weights_only.ckpt"), weights_only=True)
    import torchmetrics as m
    torch.save([m.Accuracy("multiclass", num_classes=2), m.MeanMetric(), m.MetricCollection([m.MeanSquaredError()]), m.AUROC("binary"), m.F1Score("binary"), m.ConfusionMatrix("binary")], at("metrics.pt"))


@section
def torch_geometric():
    torch, nn = torch_parts()
    import torch_geometric as g
    data = g.data.Data(x=torch.ones(3, 2), edge_index=torch.tensor([[0, 1], [1, 2]])); hetero = g.data.HeteroData(); hetero["a"].x = torch.ones(2, 2)
    torch.save(data, at("data.pt")); torch.save([data, data], at("list.pt")); torch.save(g.data.Batch.from_data_list([data, data]), at("batch.pt")); torch.save(hetero, at("hetero.pt")); torch.save(g.data.InMemoryDataset.collate([data, data]), at("processed.pt")); torch.save(g.nn.GCN(2, 4, 2).state_dict(), at("gcn.state.pt")); torch.save(g.nn.GCNConv(2, 4), at("gcnconv.pt"))


def main(folder, *names):
    global out
    failed = []
    for name in names or SECTIONS:
        out = os.path.join(folder, name); os.makedirs(out, exist_ok=True)
        before, refused = sum(len(f) for _, _, f in os.walk(out)), len(REFUSED)
        try: SECTIONS[name]()
        except Exception as error:  # reported, and the run fails: see the module's text
            failed.append(name); print(f"FAILED {name}: {type(error).__name__}: {error}", file=sys.stderr); traceback.print_exc(limit=-2)
        print(f"{name}\t{sum(len(f) for _, _, f in os.walk(out)) - before} files\t{len(REFUSED) - refused} refused by the library", flush=True)
    for line in REFUSED: print("refused\t" + line)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
