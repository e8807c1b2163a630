"""Forms about arrays, frames and estimators."""

from __future__ import annotations

from tests.hidden_state.forms import Form

SHOW = (
    Form("show array", "print(<arr>)"),
    Form("show array", "print(<arr>.tolist())"),
    Form("show frame", "print(<df>)"),
    Form("show columns", "print(list(<df>))"),
    Form("show column", "print(<df>['k'].tolist())"),
    Form("show scaler", "print(getattr(<scaler>, 'mean_', None))"),
)
ARRAYS = (
    Form("array of list", "import numpy as np\n<+arr> = np.array([<#>, 3])"),
    Form("array alias", "<+arr> = <arr2>"),
    Form("array copy", "<+arr> = <arr2>.copy()"),
    Form("array copy", "import numpy as np\n<+arr> = np.array(<arr2>)"),
    Form("array no copy", "import numpy as np\n<+arr> = np.asarray(<arr2>)"),
    Form("array copy asked", "import numpy as np\n<+arr> = np.array(<arr2>, copy=True)"),
    Form("array copy not asked", "import numpy as np\n<+arr> = np.asarray(<arr2>).view()"),
    Form("array copy perhaps", "import numpy as np\n<+arr> = np.array(<arr2>, copy=None)"),
    Form("array view", "<+arr> = <arr2>[:]"),
    Form("array view", "<+arr> = <arr2>.reshape(-1)"),
    Form("array view", "<+arr> = <arr2>.T"),
    Form("array flatten", "<+arr> = <arr2>.flatten()"),
    Form("array astype", "<+arr> = <arr2>.astype(int)"),
    Form("array astype no copy", "<+arr> = <arr2>.astype(int, copy=False)"),
    Form("array item", "<arr>[0] = 1000 * <arr>[0] + <#>"),
    Form("array slice", "<arr>[:] = 10 * <arr> + <#>"),
    Form("array augmented", "<arr> += 9 * <arr> + <#>"),
    Form("array of other", "<+arr> = 10 * <arr2> + <#>"),
    Form("array fancy", "<+arr> = <arr2>[[0, 1]]"),
    Form("array append", "import numpy as np\n<+arr> = np.append(<arr2>, <#>)"),
    Form("array loop", "for x in (<arr>, <arr2>):\n    x[0] += <#>"),
    Form("array in list", "held = [<arr>, <arr2>]\nheld[0][1] += 10 * held[0][1] + <#>"),
    Form("array out", "import numpy as np\nnp.add(10 * <arr>, <#>, out=<arr>)"),
    Form("array fill", "<arr>.fill(<arr>[0] * 10 + <#>)"),
)
FRAMES = (
    Form("frame alias", "<+df> = <df2>"),
    Form("frame copy", "<+df> = <df2>.copy()"),
    Form("frame column", "<df>['k'] = 10 * <df>['k'] + <#>"),
    Form("frame new column", "<df>['x<#>'] = <#>"),
    Form("frame new column of other", "<df>['x<#>'] = <df2>['k']"),
    Form("frame loc", "<df>.loc[0, 'k'] = 10 * <df>.loc[0, 'k'] + <#>"),
    Form("frame insert", "<df>.insert(0, 'x<#>', <#>)"),
    Form("frame assign", "<+df> = <df2>.assign(x<#>=<#>)"),
    Form("frame drop", "<+df> = <df2>.assign(gone=1).drop(columns='gone')"),
    Form("frame drop in place", "<df>['gone'] = 1\n<df>.drop(columns='gone', inplace=True)"),
    Form("frame rename", "<+df> = <df2>.rename(columns={'x': 'x<#>'})"),
    Form("frame columns taken", "<+df> = <df2>[['k', 'j']].copy()"),
    Form("frame head", "<+df> = <df2>.head(2).copy()"),
    Form(
        "frame concat", "import pandas as pd\n<+df> = pd.concat([<df>, <df2>], ignore_index=True)"
    ),
    Form("frame pop", "<df>['x<#>'] = <#>\nprint(<df>.pop('x<#>').sum())"),
    Form(
        "frame list of columns", "<df>.columns = [f'{x}' for x in <df>.columns]\n<df>['y<#>'] = <#>"
    ),
    Form("frames", "<+frames> = [<df>, <df2>]"),
    Form("frames loop", "for x in <frames>:\n    x['x<#>'] = <#>"),
    Form("frames loop rebinding", "for x in <frames>:\n    x = x.assign(y=<#>)"),
    Form("frames member", "<frames>[0]['x<#>'] = <#>"),
    Form("frames comprehension", "<+frames> = [x.assign(y=<#>) for x in <frames>]"),
    Form("frames unpacked", "<+df>, <+df2> = <frames>[:2]"),
    Form("frames display loop", "for x in (<df>, <df2>):\n    x['x<#>'] = <#>"),
    Form(
        "frames dict loop",
        "for name, x in {'k': <df>, 'j': <df2>}.items():\n    x[f'{name}<#>'] = <#>",
    ),
    Form(
        "frame function",
        "def prepare(x):\n    x['x<#>'] = <#>\n    return x\n<+df> = prepare(<df2>)",
    ),
    Form(
        "frame function copying",
        "def copied(x):\n    x = x.copy()\n    x['x<#>'] = <#>\n    return x\n<+df> = copied(<df2>)",
    ),
    Form(
        "frame function asked",
        "def asked(x, copy=False):\n    if copy:\n        x = x.copy()\n    x['x<#>'] = <#>\n    return x\n<+df> = asked(<df2>, copy=True)",
    ),
    Form("frame pipe", "def piped(x):\n    x['x<#>'] = <#>\n    return x\n<df>.pipe(piped)"),
    Form(
        "scaler", "from sklearn.preprocessing import StandardScaler\n<+scaler> = StandardScaler()"
    ),
    Form("scaler fit", "<scaler>.partial_fit(<df>[['k']])"),
    Form("scaler fit transform", "<scaler>.partial_fit(<df>[['k']] + <#>)"),
    Form("scaler clone", "from sklearn.base import clone\n<+scaler> = clone(<scaler2>)"),
    Form("scaler alias", "<+scaler> = <scaler2>"),
    Form(
        "scaler in pipeline",
        "from sklearn.pipeline import make_pipeline\nmade = make_pipeline(<scaler>)\nmade.fit(<df>[['k', 'j']] + <#>)",
    ),
    Form("scaler in loop", "for x in (<scaler>, <scaler2>):\n    x.partial_fit(<df>[['k']] * <#>)"),
)
